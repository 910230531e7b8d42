# shellcheck shell=bash
# Settings as the programs read them: the environment (TENANTRY_EDGE_PORT) before the file (edge.port), else the default.

# <file> <key> <default>
setting() {
    local name=${2//[.-]/_} value
    name=TENANTRY_${name^^}
    value=${!name:-}
    [[ -n $value ]] || value=$(property "$TENANTRY_HOME/$1.properties" "$2")
    printf '%s' "${value:-$3}"
}

# The value of a key in a properties file; of several, the last.
property() {
    [[ -r $1 ]] || return 0
    sed -n "s/^[[:space:]]*${2//./\\.}[[:space:]]*[=:][[:space:]]*\(.*[^[:space:]]\)[[:space:]]*$/\1/p" "$1" | tail -n 1
}

listen_address() { setting gateway listen 127.0.0.1; }

# The address at which this machine reaches its own gateway.
local_address() {
    local address
    address=$(listen_address)
    case $address in
        0.0.0.0 | :: | '[::]' | '*') printf '127.0.0.1' ;;
        *) printf '%s' "$address" ;;
    esac
}

port_setting() { # edge | edge.tls | api | agents
    local -A defaults=([edge]=8080 [edge.tls]=8443 [api]=8081 [agents]=8082)
    setting gateway "$1.port" "${defaults[$1]}"
}

# Whether the agent is to set rules around the networks of instances.
wants_firewall() { [[ $(setting agent firewall required) != off ]]; }

# A number in a small JSON file of ours: <file> <key>
json_number() {
    { read_state "$1" || true; } | sed -n "s/.*\"$2\"[[:space:]]*:[[:space:]]*\([0-9][0-9]*\).*/\1/p" | head -n 1
}

# A string in JSON on standard input: <key>. Good for values without quotes in them, such as ids and names.
json_string() {
    grep -o "\"$1\"[[:space:]]*:[[:space:]]*\"[^\"]*\"" | head -n 1 | sed 's/.*"\([^"]*\)"$/\1/'
}

# A port the running gateway really listens on: it says so in gateway.json, which matters where a port is set to 0.
live_port() { # edge | edge.tls | api | agents
    local port
    port=$(json_number "$TENANTRY_HOME/gateway/gateway.json" "${1#edge.}Port")
    printf '%s' "${port:-$(port_setting "$1")}"
}

# The files are written once, with what the environment said at that time; afterwards they are the administrator's.
write_settings() {
    prepare_home
    write_once "$TENANTRY_HOME/gateway.properties" <<END
# The gateway's settings on this machine. Edit them, then run scripts/up: it restarts what they change.
# The environment goes first: TENANTRY_EDGE_PORT=9080 overrides edge.port.
domain=$(setting gateway domain localhost)
listen=$(listen_address)
edge.port=$(port_setting edge)
edge.tls.port=$(port_setting edge.tls)
api.port=$(port_setting api)
agents.port=$(port_setting agents)
END
    write_once "$TENANTRY_HOME/agent.properties" <<END
# The node-agent's settings on this machine. Edit them, then run scripts/up: it restarts what they change.
# Without "gateways", scripts/up and scripts/agent name the gateway of this machine.
engine=$(engine_url)
firewall=$(setting agent firewall required)
END
}

# Whole or not at all: a file half written by an interrupted script would be read for ever after.
write_once() {
    [[ ! -e $1 ]] || return 0
    (umask 077 && cat >"$1.new" && mv "$1.new" "$1")
}
