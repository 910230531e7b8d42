# Sourced by samples.sh and base-image.sh: where state lies, and steps that say what they do while they do it.
# shellcheck shell=bash

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
home=${TENANTRY_HOME:-$checkout/.tenantry}
mkdir -p "$home/log"
home=$(cd "$home" && pwd)
log=${SAMPLES_LOG:-$home/log/samples.log}

# step WHAT COMMAND…: one line with the seconds it took; all output goes into the log.
step() {
    local what=$1 began=$SECONDS status before=0
    shift
    printf '  %s … ' "$what" >&2
    if [ -f "$log" ]; then before=$(wc -l <"$log"); fi
    printf '\n== %s: %s\n' "$(date -u +%FT%TZ)" "$what" >>"$log"
    # A subshell of its own: behind || the shell would go on after a failed line of the command.
    set +e
    (
        set -e
        "$@"
    ) >>"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [ "$status" = 0 ]; then
        printf '%d s\n' $((SECONDS - began)) >&2
    else
        printf 'failed after %d s:\n' $((SECONDS - began)) >&2
        tail -n +$((before + 3)) "$log" | tail -n 12 | sed 's/^/    | /' >&2
        printf '    the whole log: %s\n' "$log" >&2
    fi
    return "$status"
}

say() { printf '  %s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# as_root COMMAND…: debootstrap and package installation need root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo --non-interactive "$@"
    else
        echo "this needs root, and there is no sudo (expected: root or sudo)"
        return 1
    fi
}

# Asks for sudo's password while there is somebody to ask: steps have no terminal.
ask_for_root() {
    if [ "$(id -u)" != 0 ] && [ -t 2 ] && command -v sudo >/dev/null; then sudo --validate; fi
}

# Runs once at a time per home, so that two callers share one build instead of doing it twice.
one_at_a_time() {
    exec 9>"$home/$1.lock"
    flock -n 9 && return
    say "another run of $1 is at work: waiting for it"
    flock 9
}
