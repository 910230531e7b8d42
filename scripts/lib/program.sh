# shellcheck shell=bash
# The two programs: built when their sources changed, copied to where a later build cannot reach them, started there.

VERSION=0.1.0-SNAPSHOT
MODULES=(common node-agent gateway)
STAMP=$ROOT/target/tenantry.stamp

JVM_COMMON=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC)

# The edge's buffers: by address instead of by an object for each read and write (a tenth of its CPU), from pools of their
# threads (a twentieth), without a watch over one buffer in a hundred (tests have it), and objects with small heads. Classes
# have room from the start: making it later takes a collection of the whole heap, which stops a gateway of a million routes
# for seconds.
JVM_EDGE=(-Dio.netty.noUnsafe=false -Dio.netty.allocator.type=pooled -Dio.netty.leakDetection.level=disabled
    -XX:+UseCompactObjectHeaders -XX:MetaspaceSize=128m)

# Code and heap on large pages, where the kernel gives them to those who ask: a twelfth of the edge's CPU.
LARGE_PAGES=/sys/kernel/mm/transparent_hugepage/enabled
if [[ -r $LARGE_PAGES && $(<"$LARGE_PAGES") != *'[never]'* ]]; then JVM_EDGE+=(-XX:+UseTransparentHugePages); fi

source_hash() {
    (
        cd "$ROOT" || exit
        { printf '%s\0' pom.xml "${MODULES[@]/%//pom.xml}" && find "${MODULES[@]/%//src}" -type f -print0 | sort -z; } |
            xargs -0 sha256sum | sha256sum | cut -c 1-16
    )
}

jar_of() { # gateway | agent → the built jar
    local module=${1/#agent/node-agent}
    printf '%s/%s/target/programs/%s-%s.jar' "$ROOT" "$module" "$module" "$VERSION"
}

# The stamp is written after a whole build only: an interrupted one is begun again. It holds the hash of the sources
# and that of the jars, so that nothing unchanged is built, and nothing is restarted for a changed test.
is_built() {
    [[ -s $STAMP && -f $(jar_of gateway) && -f $(jar_of agent) && $(cut -d ' ' -f 1 "$STAMP") == "$(source_hash)" ]]
}

# <hash of the sources as they were before the build began>
stamp_build() {
    local jars
    jars=$(cd "$ROOT" && sha256sum {gateway,node-agent}/target/programs/{*-"$VERSION".jar,lib/*.jar} | sha256sum | cut -c 1-16)
    mkdir -p "$(dirname "$STAMP")"
    printf '%s %s\n' "$1" "$jars" >"$STAMP.new"
    mv "$STAMP.new" "$STAMP"
}

build_programs() {
    local sources
    sources=$(source_hash)
    use_maven
    # A library of a former build must not stay beside the new ones.
    rm -rf "$ROOT"/{gateway,node-agent}/target/programs/lib
    run_logged "building gateway and agent" maven -q package -Dprograms
    stamp_build "$sources"
}

# Where the current build's copy lies: made if it is not there yet, whole or not at all.
program_dir() {
    local hash directory copy name
    hash=$(cut -d ' ' -f 2 "$STAMP")
    directory=$TENANTRY_HOME/program/$hash
    if [[ ! -d $directory ]]; then
        prepare_home
        mkdir -p "$TENANTRY_HOME/program"
        copy=$(mktemp -d "$TENANTRY_HOME/program/.copy-XXXXXX")
        for name in gateway agent; do
            mkdir "$copy/$name"
            cp "$(jar_of "$name")" "$copy/$name/$name.jar"
            cp -r "$(dirname "$(jar_of "$name")")/lib" "$copy/$name/lib"
        done
        # Another script may have been quicker; both copies are the same.
        mv -T "$copy" "$directory" 2>/dev/null || rm -rf "$copy"
    fi
    printf '%s' "$directory"
}

# Copies that nothing runs from any more.
remove_old_programs() {
    local directory
    for directory in "$TENANTRY_HOME"/program/* "$TENANTRY_HOME"/program/.copy-*; do
        [[ -d $directory && $directory != "$1" ]] || continue
        grep -lqF "$directory/" /proc/[0-9]*/cmdline 2>/dev/null || rm -rf "$directory"
    done
}

# Leaves in COMMAND how to run the gateway or the agent.
program_command() { # <name> <program directory>
    local -a flags=("${JVM_COMMON[@]}") members=()
    if [[ $1 == agent ]]; then
        flags+=(-Xmx128m)
    elif [[ -z $(setting gateway cluster.members "") ]]; then
        flags+=(-Xmx256m "${JVM_EDGE[@]}")
    else
        read -r -a members < <(sed -n 's|.*<hazelcast.jvm>\(.*\)</hazelcast.jvm>.*|\1|p' "$ROOT/pom.xml")
        flags+=(-Xmx512m "${JVM_EDGE[@]}" "${members[@]}")
    fi
    COMMAND=("$JAVA_HOME/bin/java" "${flags[@]}" -cp "$2/$1/$1.jar" "${MAIN_CLASS[$1]}" --home "$TENANTRY_HOME")
}

# What a JVM has learned of a start: good for this very program, JVM and flags, and beside the program's jar.
cache_of() { # <the command's words…>
    local directory=$TENANTRY_HOME word
    for word; do [[ $word != */gateway.jar ]] || directory=${word%/*}; done
    printf '%s/%s.aot' "$directory" "$({ "$1" -version 2>&1 && printf '%s\n' "${@:1:$#-2}"; } | sha256sum | cut -c 1-16)"
}

# Goes through a start of the gateway that COMMAND runs, so that later ones take less time. Nothing depends on it.
rehearse_gateway() {
    local cache home
    cache=$(cache_of "${COMMAND[@]}")
    [[ ! -e $cache ]] || return 0
    home=$(mktemp -d "${TMPDIR:-/tmp}/tenantry-rehearsal-XXXXXX")
    # Killed if it takes too long: asked to end, a JVM would begin to write what it has learned.
    if (timeout -s KILL 120 nice -n 10 "${COMMAND[0]}" -XX:AOTCacheOutput="$cache.new" "${COMMAND[@]:1:${#COMMAND[@]}-4}" \
        org.tenantry.gateway.Rehearsal "$home") >"$LOG_DIR/rehearsal.log" 2>&1 </dev/null && mv "$cache.new" "$cache"; then
        note "the gateway's next starts will be quicker"
    else
        note "the gateway's starts will not be quicker: $LOG_DIR/rehearsal.log"
    fi
    rm -rf "$home" "$cache".new*
}

# Puts what was learned into COMMAND. Called after its fingerprint was taken: it is no reason to start a program anew.
use_rehearsal() {
    local cache
    cache=$(cache_of "${COMMAND[@]}")
    [[ ! -e $cache ]] || COMMAND=("${COMMAND[0]}" -XX:AOTCache="$cache" "${COMMAND[@]:1}")
}

# What the agent is told by its environment, as words for env. Where nobody set "gateways", it is this machine's own.
agent_environment() {
    local gateways engine
    gateways=$(setting agent gateways "http://$(local_address):$(live_port agents)")
    engine=$(engine_url)
    # shellcheck disable=SC2034 # for whoever starts the agent
    AGENT_ENVIRONMENT=("TENANTRY_GATEWAYS=$gateways" "TENANTRY_ENGINE=$engine")
}

# Everything that would make a restart necessary, as one word.
fingerprint() { # <name> <words…>
    { printf '%s\n' "$@" && effective_settings "$1"; } | sha256sum | cut -c 1-16
}

# One line for each setting, file and environment merged: a variable that says what the file says changes nothing, nor
# does one that is the other program's.
effective_settings() {
    local -A others=(
        [gateway]='GATEWAYS=|JOIN_|ENGINE=|NETWORK_|RELAY_|NODE_|ZONE=|LABELS=|FIREWALL=|EDGE_ADDRESSES=|EGRESS_|CONTAINER_|TENANT_|CGROUP_'
        [agent]='DOMAIN=|LISTEN=|EDGE_(PORT|TLS|LOOPS|H2C|PROXY|STICKY|CERTIFICATES|HTTPS)|API_|AGENTS_|PUBLIC_|STORE_|CLUSTER_|GATEWAY_|SESSION_|LEASE_|DRAIN='
    )
    {
        sed -n 's/^[[:space:]]*\([a-z][a-z.-]*\)[[:space:]]*[=:][[:space:]]*/\1=/p' "$TENANTRY_HOME/$1.properties"
        env | sed -n 's/^TENANTRY_//p' | grep -Ev "^(HOME=|URL=|TOKEN=|TEST_|${others[$1]})" || true
    } | awk -F = '{ name = toupper($1); gsub(/[.-]/, "_", name); sub(/^[^=]*=/, ""); value[name] = $0 }
        END { for (name in value) print name "=" value[name] }' | sort
}

# Starts gateway or agent, unless it runs as it should. <name> <user | root> <words for env…>
ensure_program() {
    local name=$1 who=$2 pid wanted
    shift 2
    wanted=$(fingerprint "$name" "${COMMAND[@]}" "$@")
    [[ $name != gateway ]] || use_rehearsal
    pid=$(pid_of "$name")
    if [[ -n $pid && $(fingerprint_of "$name" "$pid") == "$wanted" ]]; then
        note "the $name runs (pid $pid)"
    elif [[ -n $pid && $name == gateway && -S $TENANTRY_HOME/gateway/handover.sock ]]; then
        note "restarting the gateway, its program or its settings changed: pid $pid serves until the new one does"
        forget_drained
        remember_process "draining-$pid" "$pid"
        launch "$name" "$who" "$wanted" "$@" "${COMMAND[@]}" --take-over
    else
        [[ -z $pid ]] || { note "restarting the $name: its program or its settings changed"; stop_process "$name" 15; }
        launch "$name" "$who" "$wanted" "$@" "${COMMAND[@]}"
    fi
    await_program "$name"
}

launch() { # <name> <user | root> <fingerprint> <words for env and the command…>
    local name=$1 who=$2 wanted=$3 log=$LOG_DIR/$1.log pid
    shift 3
    # One former log is kept: enough to see how the last run ended.
    [[ ! -s $log || $(stat -c %s "$log") -lt 20000000 ]] || mv "$log" "$log.1"
    pid=$(spawn "$who" "$log" env "$@")
    remember_process "$name" "$pid" "$wanted"
    note "starting the $name (pid $pid, log: $log)"
}

start_gateway() {
    program_command gateway "$1"
    # While another one serves, nobody waits.
    [[ -z $(pid_of gateway) ]] || rehearse_gateway
    ensure_program gateway user
}

# Rules of the firewall are root's business, and so is the engine where the user cannot reach it.
start_agent() {
    local who=user
    if ((${#ENGINE_SUDO[@]} > 0)) || wants_firewall; then who=root; fi
    program_command agent "$1"
    agent_environment
    ensure_program agent "$who" "${AGENT_ENVIRONMENT[@]}"
}

# Ready is what the program itself says: the file it writes when it is, with its own pid in it.
await_program() {
    local name=$1 log=$LOG_DIR/$1.log begun=$SECONDS pid now
    read -r pid _ <"$RUN_DIR/$name.pid"
    until is_ready "$name" "$pid"; do
        # Another pid is that of a gateway whose successor ended: it serves, but as it was.
        now=$(pid_of "$name")
        if [[ $now != "$pid" ]]; then
            [[ -z $now ]] || note "the $name before serves on (pid $now)"
            tail -n 20 "$log" >&2
            fail "the $name ended while it started" "its last lines are above, the whole log is in $log" "settings: $TENANTRY_HOME/$name.properties"
        fi
        ((SECONDS - begun < 120)) || fail "the $name is not ready after 120 s" "its log: $log"
        sleep 0.2
    done
    note "the $name is ready"
}

is_ready() { # <name> <pid>
    [[ $(pid_of "$1") == "$2" && $(json_number "$TENANTRY_HOME/$1/$1.json" pid) == "$2" ]] || return 1
    [[ $1 != gateway ]] || curl -fsS -o /dev/null --max-time 5 "$(api_url)/readyz" 2>/dev/null
}

api_url() { printf 'http://%s:%s' "$(local_address)" "$(live_port api)"; }
