# shellcheck shell=bash
# A PostgreSQL server for one run of the tests: Debian's programs, but a cluster of its own in a temporary directory and
# on a free loopback port. The distribution's own cluster is never touched.

POSTGRES_DIR=""

start_postgres() {
    local programs port password attempt
    programs=$(postgres_programs) || {
        install_postgres
        programs=$(postgres_programs) || fail "no PostgreSQL 15 or later in /usr/lib/postgresql" "apt-get install postgresql"
    }
    POSTGRES_DIR=$(mktemp -d "${TMPDIR:-/tmp}/tenantry-postgres-XXXXXX")
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s\n' "$password" >"$POSTGRES_DIR/password")
    ((EUID != 0)) || chown -R postgres: "$POSTGRES_DIR"
    as_postgres "$programs/initdb" -D "$POSTGRES_DIR/data" -U tenantry --pwfile="$POSTGRES_DIR/password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$LOG_DIR/postgres.log" 2>&1 ||
        { cat "$LOG_DIR/postgres.log" >&2; fail "a PostgreSQL cluster could not be made" "the reason is above"; }
    # Somebody may take the port between the look and the use.
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        if launch_postgres "$programs" "$port"; then
            note "PostgreSQL $("$programs/postgres" --version | awk '{ print $3 }') on 127.0.0.1:$port, in $POSTGRES_DIR"
            export TENANTRY_TEST_POSTGRES=jdbc:postgresql://127.0.0.1:$port/postgres
            export TENANTRY_TEST_POSTGRES_USER=tenantry
            export TENANTRY_TEST_POSTGRES_PASSWORD=$password
            return 0
        fi
    done
    cat "$POSTGRES_DIR/log" >&2
    fail "PostgreSQL did not start in $attempt attempts" "its log is above"
}

# Where the newest server of release 15 or later has its programs.
postgres_programs() {
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [[ $newest =~ /postgresql/([0-9]+)/ ]] && ((BASH_REMATCH[1] >= 15)) && dirname "$newest"
}

# The package makes and starts a cluster of the distribution's own when it is installed; nobody asked for that.
install_postgres() {
    if ! has_apt || ! can_be_root; then
        fail "PostgreSQL is missing, and only apt with root or sudo can install it from here" "install PostgreSQL 15 or later"
    fi
    local none=/etc/postgresql-common/createcluster.d/tenantry-tests.conf
    as_root install -d "${none%/*}"
    printf 'create_main_cluster = false\n' | as_root tee "$none" >/dev/null
    run_logged "installing PostgreSQL" apt_install postgresql
    as_root rm -f "$none"
}

as_postgres() {
    (
        cd "$POSTGRES_DIR" || exit
        if ((EUID == 0)); then exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else exec "$@"; fi
    )
}

# pg_ctl gives the server a session of its own, so Ctrl-C spares it: the tests end first, then it is stopped.
launch_postgres() { # <programs> <port>
    as_postgres "$1/pg_ctl" start --silent --wait --timeout=60 -D "$POSTGRES_DIR/data" --log="$POSTGRES_DIR/log" \
        --options="-p $2 -c listen_addresses=127.0.0.1 -c unix_socket_directories='$POSTGRES_DIR' -c max_connections=200 -c fsync=off" </dev/null
}

free_port() {
    local port
    while port=$((20000 + RANDOM % 10000)) && [[ -n $(ss -Hltn "sport = :$port") ]]; do :; done
    printf '%s' "$port"
}

# A fast shutdown: open connections are cut.
stop_postgres() {
    [[ -n $POSTGRES_DIR ]] || return 0
    [[ ! -e $POSTGRES_DIR/data/postmaster.pid ]] ||
        as_postgres "$(postgres_programs)/pg_ctl" stop --silent --mode=fast -D "$POSTGRES_DIR/data"
    rm -rf "$POSTGRES_DIR"
}
