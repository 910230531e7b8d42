# shellcheck shell=bash
# How the scripts talk: every step says what it does while it does it, every failure what to do about it.

say() { printf '%s\n' "$*"; }

step() { printf '\n==> %s\n' "$*"; }

note() { printf '    %s\n' "$*"; }

# Ends the script. First what happened, then a line for each thing that helps.
fail() {
    printf '\nfailed: %s\n' "$1" >&2
    shift
    (($# == 0)) || printf '   -> %s\n' "$@" >&2
    leave 1
}

# From inside $(…) a failure has been told, and the script around it ends without telling it again.
TOLD=99

leave() { exit $((BASH_SUBSHELL > 0 ? TOLD : $1)); }

# What nobody foresaw still says where it was.
unforeseen() { # <exit code> <command> <line> <file>
    (($1 != TOLD)) || leave 1
    printf '\nfailed: unexpected, exit code %s of: %s (%s, line %s)\n' "$1" "$2" "$4" "$3" >&2
    printf '   -> %s\n' "logs: $LOG_DIR" "running the same command again is harmless" >&2
    leave "$1"
}
trap 'unforeseen "$?" "$BASH_COMMAND" "$LINENO" "${BASH_SOURCE[0]}"' ERR

at_terminal() { [[ -t 0 && -t 1 ]]; }

# Asks a question with yes as the default. Without a terminal there is nobody to ask, and the answer is yes.
agreed() {
    at_terminal || return 0
    local answer
    read -r -p "$1 [Y/n] " answer || return 1
    [[ ${answer,,} =~ ^(y|yes|)$ ]]
}

# Runs a long command with its output in log/up.log, and shows that time passes. When it fails, so does the script,
# with the last lines of that output.
run_logged() { # <what> <command…>
    local what=$1 log=$LOG_DIR/up.log begun=$SECONDS ticker status=0 from
    shift
    prepare_home
    printf '\n--- %s: %s\n' "$(date -Is)" "$*" >>"$log"
    from=$(wc -l <"$log")
    note "$what … (output: $log)"
    tick "$what" &
    ticker=$!
    "$@" >>"$log" 2>&1 </dev/null || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    if ((status != 0)); then
        tail -n "+$((from + 1))" "$log" | tail -n 25 >&2
        fail "$what (exit code $status)" "the whole output is in $log" "mend the cause and run the same command again"
    fi
    note "$what: done after $((SECONDS - begun)) s"
}

# A line every 20 s for as long as the script lives. Its last sleep outlives it, and must not keep the lock that long.
tick() {
    local begun=$SECONDS
    [[ -z ${LOCK:-} ]] || exec {LOCK}>&-
    while sleep 20 >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do
        note "$1 … $((SECONDS - begun)) s"
    done
}
