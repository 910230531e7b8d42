# shellcheck shell=bash
# What `up` looks at before it changes anything: one list of what is here, what will be done, and what is in the way.

WORK_TO_DO=false
MINUTES=0
MEGABYTES=0
PROBLEMS=()

check_machine() { # <agenda too: true | false>
    check_system
    check_home
    check_tools
    check_java
    check_engine
    check_firewall
    check_ports
    check_samples "$1"
    check_disk
    if ((${#PROBLEMS[@]} > 0)); then
        printf '\n' >&2
        printf '%s\n' "${PROBLEMS[@]}" >&2
        fail "something is in the way; nothing was changed"
    fi
    [[ $WORK_TO_DO == false ]] ||
        say "    To do: everything marked + above, about $((MINUTES > 0 ? MINUTES : 1)) minutes and $(gigabytes "$MEGABYTES") GB of disk."
}

found() { printf '    ok  %-15s %s\n' "$1" "$2"; }

# <what> <text> <minutes> <megabytes>
planned() {
    printf '    +   %-15s %s\n' "$1" "$2"
    WORK_TO_DO=true
    MINUTES=$((MINUTES + $3))
    MEGABYTES=$((MEGABYTES + $4))
}

# <what> <text> <lines of help…>
problem() {
    printf '    !!  %-15s %s\n' "$1" "$2"
    PROBLEMS+=("$1: $2")
    shift 2
    local line
    for line; do PROBLEMS+=("   -> $line"); done
}

gigabytes() { awk -v megabytes="$1" 'BEGIN { printf "%.1f", megabytes / 1000 }'; }

# The agent sets its rules by this program, which may lie where only root looks.
has_nft() { PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin command -v nft >/dev/null; }

check_system() {
    if [[ $(uname -s) != Linux ]]; then
        problem System "$(uname -s) (expected: Linux)" "run Tenantry on a Linux machine, a virtual one for example"
    else
        found System "$(distribution), $(uname -m), $(nproc) cores"
    fi
}

check_home() {
    local strange
    strange=$(strange_files)
    if [[ -n $strange ]]; then
        problem State "$TENANTRY_HOME holds files that are not Tenantry's: $strange" "set TENANTRY_HOME to a directory that is empty or does not exist"
    else
        found State "in $TENANTRY_HOME"
    fi
}

# What the scripts themselves call, and which packages it comes from.
missing_tools() {
    command -v curl >/dev/null || printf 'curl ca-certificates '
    command -v ss >/dev/null || printf 'iproute2 '
    ! wants_firewall || has_nft || printf 'nftables '
}

check_tools() {
    local missing
    missing=$(missing_tools)
    [[ -n $missing ]] || return 0
    if has_apt && can_be_root; then
        planned Tools "install ${missing% }" 0 20
    else
        problem Tools "missing: ${missing% }" "install these packages"
    fi
}

install_tools() {
    local -a missing
    read -r -a missing < <(missing_tools) || true
    ((${#missing[@]} == 0)) || run_logged "installing ${missing[*]}" apt_install "${missing[@]}"
}

check_java() {
    local -a help
    if JAVA_HOME=$(find_jdk); then
        export JAVA_HOME
        found "JDK 25" "$JAVA_HOME"
    else
        mapfile -t help < <(jdk_help)
        problem "JDK 25" "not in JAVA_HOME, PATH or /usr/lib/jvm" "${help[@]}"
    fi
    if is_built; then
        found Programs "built from these sources"
    else
        check_maven
        planned Programs "build gateway and agent" 3 400
    fi
}

check_maven() {
    local version
    version=$(maven_version)
    if [[ -n $version ]] && at_least "$version" "$MAVEN_NEEDED"; then
        found Maven "$version"
    elif [[ -n $version ]]; then
        problem Maven "$version is too old (expected: $MAVEN_NEEDED or later)" "put a newer mvn first in PATH: https://maven.apache.org/download.cgi"
    elif command -v mvn >/dev/null; then
        found Maven "$(command -v mvn)"
    elif has_apt && can_be_root; then
        planned Maven "install it (apt-get install maven)" 1 300
    else
        problem Maven "missing, and only apt with root or sudo can install it from here" "install Maven $MAVEN_NEEDED or later so that mvn is in PATH"
    fi
}

check_engine() {
    find_engine
    case $ENGINE_STATE in
        answers) found "Docker engine" "$ENGINE_TEXT, used as it is${ENGINE_SUDO:+, by sudo}" ;;
        stopped) planned "Docker engine" "$ENGINE_TEXT" 0 0 ;;
        missing) planned "Docker engine" "$ENGINE_TEXT" 1 400 ;;
        refused) problem "Docker engine" "$ENGINE_TEXT" "$ENGINE_HELP" ;;
    esac
}

check_firewall() {
    if ! wants_firewall; then
        found Firewall "off: containers reach each other's networks and this machine"
    elif ! can_be_root; then
        problem Firewall "the agent's rules need root, and $(id -un) cannot become it" "run this as root, or where sudo works" \
            "or do without: TENANTRY_FIREWALL=off scripts/up lets containers reach each other's networks and this machine"
    fi
}

# Ports that our own gateway holds are as they should be.
check_ports() {
    local name port holder ours free=() address variable
    address=$(listen_address)
    ours=$(pid_of gateway)
    for name in edge edge.tls api agents; do
        port=$(port_setting "$name")
        [[ $port != 0 ]] || continue
        holder=$(port_holder "$address" "$port")
        if [[ -z $holder || (-n $ours && $holder == *"(pid $ours)") ]]; then
            free+=("$port ($name)")
        else
            variable=${name//./_}
            problem "Port $port" "held by $holder; the gateway's $name port" \
                "stop that, or take another port: TENANTRY_${variable^^}_PORT=$((port + 10000)) scripts/up ($name.port in $TENANTRY_HOME/gateway.properties)"
        fi
    done
    ((${#free[@]} == 0)) || found Ports "${free[*]} on $address"
}

check_samples() {
    local name
    local -A minutes=([hello]=0 [agenda]=5) megabytes=([hello]=5 [agenda]=1200)
    for name in hello agenda; do
        [[ $name == hello || $1 == true ]] || continue
        if [[ $ENGINE_STATE == answers && -n $(engine_docker images -q --filter "reference=tenantry-sample/$name*" 2>/dev/null) ]]; then
            found "Sample $name" "its image is here"
        else
            planned "Sample $name" "build its image" "${minutes[$name]}" "${megabytes[$name]}"
        fi
    done
}

# Little is needed to mend what is already built, and a full disk must not keep anybody from that.
check_disk() {
    local free place needed=4
    ((MEGABYTES > 100)) || needed=0
    for place in "$TENANTRY_HOME" /var/lib/docker; do
        free=$(free_gigabytes "$place")
        if ((free < needed)); then
            problem Disk "$free GB free for $place (expected: $needed GB)" "make room, or set TENANTRY_HOME to a larger disk"
        else
            found Disk "$free GB free for $place"
        fi
    done
}
