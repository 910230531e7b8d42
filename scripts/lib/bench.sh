# shellcheck shell=bash
# The benches: a cluster of their own, what is measured of it, and its end.

# shellcheck source=scripts/lib/cluster.sh
source "$ROOT/scripts/lib/cluster.sh"

BENCH_TENANT=bench

# Whatever happened. Progress is not a result, so nothing here goes to standard output.
clean_up() {
    local status=$?
    trap - ERR EXIT INT TERM
    {
        [[ ! -d $RUN_DIR ]] || "$ROOT/scripts/down" --purge --yes >"$LOG_DIR/down.log" ||
            { cat "$LOG_DIR/down.log" && say "left over: $TENANTRY_HOME"; }
        [[ ! -d $TENANTRY_HOME ]] || rm -rf --one-file-system "$TENANTRY_HOME"
    } >&2
    exit "$status"
}

# Programs, engine, settings and the image of the sample.
prepare_bench() {
    step "Setting up"
    note "state: $TENANTRY_HOME"
    prepare_home
    use_jdk
    is_built || build_programs
    command -v python3 >/dev/null || run_logged "installing Python" apt_install python3
    use_engine
    note "$ENGINE_TEXT"
    PROGRAM=$(program_dir)
    write_settings
}

start_cluster() {
    start_gateway "$PROGRAM"
    start_agent "$PROGRAM"
}

add_bench_tenant() {
    add_sample pair
    ensure_tenant "$BENCH_TENANT" "Bench"
}

machine_line() {
    printf '%s cores, %s, load %s before the first round\n' "$(nproc)" "$(distribution)" "$(cut -d ' ' -f 1 /proc/loadavg)"
}

bench_create() { # <rounds>
    prepare_bench >&2
    {
        command -v docker-compose >/dev/null || run_logged "installing docker-compose" apt_install docker-compose
        start_cluster
        add_bench_tenant
        step "Measuring, $1 rounds after a first one"
    } >&2
    machine_line
    note "docker-compose: $(docker-compose version --short 2>/dev/null)"
    "${ENGINE_SUDO[@]}" env TENANTRY_HOME="$TENANTRY_HOME" python3 "$ROOT/scripts/lib/bench/create.py" \
        --cluster "$(cluster_id)" --address "$(local_address)" --edge-port "$(live_port edge)" --api-port "$(live_port api)" \
        --domain "$(setting gateway domain localhost)" --token-file "$TENANTRY_HOME/admin-token" \
        --tenant "$BENCH_TENANT" --template "pair@$(sample_version pair)" --image "$(pair_image)" \
        --compose-file "$ROOT/scripts/samples/pair/docker-compose.yml" --engine "$(engine_socket)" \
        --cli "$ROOT/scripts/tenantry" --run "$(run_name)" --rounds "$1"
}

pair_image() { sed -n 's/^ *image: *//p' "$ROOT/scripts/samples/pair/docker-compose.yml" | head -n 1; }

# What all that this run makes beside Tenantry is called: nobody else has the temporary directory's name.
run_name() { local name=${TENANTRY_HOME##*-}; printf 'bench-%s' "${name,,}"; }

# Each round starts both anew; the first one makes keys, tables and the node's identity, too.
bench_start() { # <rounds> <idle seconds>
    local round gateway="" agent="" first took
    prepare_bench >&2
    machine_line
    start_cluster >&2
    first="$(ready_after gateway) $(ready_after agent)"
    for ((round = 1; round <= $1; round++)); do
        stop_process agent 15 && stop_process gateway 15
        start_cluster >&2
        took="$(ready_after gateway) $(ready_after agent)"
        gateway+="${took% *} " agent+="${took#* } "
        note "$round: gateway ${took% *} s, agent ${took#* } s" >&2
    done
    local ready_gateway ready_agent
    ready_gateway=$(usage_of gateway) ready_agent=$(usage_of agent)
    { add_bench_tenant && ensure_instance "$(run_name)" "$BENCH_TENANT" pair; } >&2
    local busy_gateway busy_agent
    busy_gateway=$(usage_of gateway) busy_agent=$(usage_of agent)
    note "$2 idle seconds" >&2
    sleep "$2"
    printf '\n| %-8s | first start | start, median | memory, CPU when ready | memory with an instance, idle %s s | CPU of these %s s |\n' "" "$2" "$2"
    printf '|---|---:|---:|---:|---:|---:|\n'
    start_row gateway "${first% *}" "$gateway" "$ready_gateway" "$busy_gateway"
    start_row agent "${first#* }" "$agent" "$ready_agent" "$busy_agent"
}

start_row() { # <name> <first> <starts> <usage when ready> <usage before the idle time>
    local median memory cpu
    # shellcheck disable=SC2086 # one word for each start
    median=$(printf '%s\n' $3 | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }')
    read -r memory cpu < <(usage_of "$1")
    printf '| %-8s | %s s | %s s | %s MB, %s s | %s MB | %s s |\n' "$1" "$2" "$median" "${4% *}" "${4#* }" \
        "$memory" "$(awk "BEGIN { printf \"%.2f\", $cpu - ${5#* } }")"
}

# Seconds from the start of the process, as the kernel noted it, to the file that it writes when it is ready.
ready_after() { # <name>
    local ticks written
    ticks=$(birth_of "$(pid_of "$1")")
    written=$(stat -c %.3Y "$TENANTRY_HOME/$1/$1.json")
    awk -v ticks="${ticks%@*}" -v hertz="$(getconf CLK_TCK)" -v written="$written" -v now="$(date +%s.%N)" \
        '{ printf "%.2f", written - (now - $1 + ticks / hertz) }' /proc/uptime
}

# Resident megabytes, and seconds of CPU since its start.
usage_of() { # <name>
    local pid memory
    pid=$(pid_of "$1")
    memory=$(awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$pid/status")
    sed 's/.*) //' "/proc/$pid/stat" | awk -v memory="$memory" -v hertz="$(getconf CLK_TCK)" '{ printf "%s %.2f\n", memory, ($12 + $13) / hertz }'
}

# The gateway that is measured has a home of its own, and routes from a snapshot; nothing of the control plane is up.
bench_edge() { # <options of edge.py>
    local tool
    step "Setting up" >&2
    prepare_home
    use_jdk
    {
        is_built || build_programs
        for tool in nginx:nginx-light haproxy:haproxy caddy:caddy wrk:wrk h2load:nghttp2-client openssl:openssl python3:python3; do
            command -v "${tool%:*}" >/dev/null || run_logged "installing ${tool#*:}" apt_install "${tool#*:}"
        done
    } >&2
    program_command gateway "$(program_dir)"
    rehearse_gateway >&2
    use_rehearsal
    machine_line
    # The home is the proxy's own, which edge.py makes: the last two words of the command are left to it.
    python3 "$ROOT/scripts/lib/bench/edge/edge.py" "$@" -- "${COMMAND[@]:0:${#COMMAND[@]}-2}"
}
