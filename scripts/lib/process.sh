# shellcheck shell=bash
# Processes that outlive the script which started them. run/NAME.pid holds pid, birth and a fingerprint of what it was
# started with. A pid alone proves nothing, since numbers are used again: before any signal, the process's birth or its
# own command line must say that it is ours.

declare -A MAIN_CLASS=([gateway]=org.tenantry.gateway.GatewayMain [agent]=org.tenantry.agent.AgentMain)

# Starts a command in a session of its own, output appended to a log, and prints its pid. <root | user> <log> <command…>
# The short sleep keeps sudo, and with it the terminal that it may have made, until the command is in that session.
spawn() {
    local who=$1 log=$2
    local -a as=()
    shift 2
    [[ $who != root || $EUID == 0 ]] || as=(sudo)
    : >>"$log"
    (
        cd "$LOG_DIR" || exit
        [[ -z ${LOCK:-} ]] || exec {LOCK}>&-
        # shellcheck disable=SC2016 # the inner shell expands these
        "${as[@]}" sh -c 'log=$1; shift; setsid "$@" >>"$log" 2>&1 </dev/null & echo $!; sleep 0.1' spawn "$log" "$@"
    )
}

remember_process() { # <name> <pid> [fingerprint]
    printf '%s %s %s\n' "$2" "$(birth_of "$2" || printf gone)" "${3:--}" >"$RUN_DIR/$1.pid"
}

# What no two processes share beside their pid: start time in ticks and which boot of the machine it counts from.
birth_of() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    local -a fields
    # Counted after the process's name, which may hold spaces.
    read -r -a fields <<<"${stat##*) }"
    printf '%s@%s' "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

# Whether a process is this cluster's gateway or agent, by its own command line. <pid> <name>
is_program() {
    local -a words=()
    { mapfile -d '' -t words <"/proc/$1/cmdline"; } 2>/dev/null || return 1
    ((${#words[@]} > 0)) && [[ ${words[0]##*/} == java && " ${words[*]} " == *" ${MAIN_CLASS[$2]} --home $TENANTRY_HOME "* ]]
}

# The pid of what runs under a name, or nothing. Gateway and agent are found even if their pid file is lost.
pid_of() {
    local pid birth directory
    if [[ -r $RUN_DIR/$1.pid ]]; then
        read -r pid birth _ <"$RUN_DIR/$1.pid" || true
        if [[ -n $pid && $(birth_of "$pid" || true) == "$birth" ]] && is_alive "$pid"; then
            printf '%s' "$pid"
            return 0
        fi
    fi
    [[ -n ${MAIN_CLASS[$1]:-} ]] || return 0
    for directory in /proc/[0-9]*; do
        if is_program "${directory#/proc/}" "$1" && ! is_former "${directory#/proc/}"; then
            printf '%s' "${directory#/proc/}"
            return 0
        fi
    done
}

# Not a zombie, which has ended and waits for its parent to notice.
is_alive() { ! grep -q '^State:[[:space:]]*[ZX]' "/proc/$1/status" 2>/dev/null; }

# What a process was started with, where it is the one that was remembered. <name> <pid>
fingerprint_of() { [[ ! -r $RUN_DIR/$1.pid ]] || awk -v pid="$2" '$1 == pid { print $3 }' "$RUN_DIR/$1.pid"; }

# Former gateways whose successor took over; they let their clients end. Their names as processes, one a line.
former_gateways() {
    local file
    for file in "$RUN_DIR"/draining-*.pid; do
        [[ ! -e $file ]] || basename "$file" .pid
    done
}

# Whether a process is a gateway that a successor was started for, and has not become the one of this home again.
is_former() { # <pid>
    [[ -e $RUN_DIR/draining-$1.pid && $(json_number "$TENANTRY_HOME/gateway/gateway.json" pid) != "$1" ]]
}

forget_drained() {
    local name
    for name in $(former_gateways); do
        [[ -n $(pid_of "$name") ]] || rm -f "$RUN_DIR/$name.pid"
    done
}

# Ends a process: asked first, forced after <seconds>. Its identity is checked before each signal.
stop_process() {
    local pid
    pid=$(pid_of "$1")
    if [[ -n $pid ]]; then
        send_signal TERM "$pid"
        if ! await_end "$1" "$pid" "$2"; then
            note "the $1 did not end within $2 s of being asked: forcing it"
            send_signal KILL "$pid"
            await_end "$1" "$pid" 30 || fail "the $1 (pid $pid) does not end" "end it by hand and run this again"
        fi
    fi
    rm -f "$RUN_DIR/$1.pid"
}

await_end() { # <name> <pid> <seconds>
    local deadline=$((SECONDS + $3))
    while [[ $(pid_of "$1") == "$2" ]]; do
        ((SECONDS < deadline)) || return 1
        sleep 0.1
    done
}

# The process may be gone by itself: that is what was wanted. The shell's own kill, since not every machine has another.
send_signal() {
    local -a kill=(sh -c 'kill "$@" 2>/dev/null || true' kill "-$1" "$2")
    if [[ -O /proc/$2 ]]; then "${kill[@]}"; else as_root "${kill[@]}"; fi
}
