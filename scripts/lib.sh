# shellcheck shell=bash
# What the scripts share. Each part under lib/ stands for one thing; this file fixes where everything lies.
set -Eeuo pipefail
# In $(…) too, or a function would go on behind a failed line.
shopt -s inherit_errexit

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# All state of one cluster on this machine. Always absolute: the programs' command lines carry it, and are found by it.
TENANTRY_HOME=$(realpath -m -- "${TENANTRY_HOME:-$ROOT/.tenantry}")
RUN_DIR=$TENANTRY_HOME/run
LOG_DIR=$TENANTRY_HOME/log
export TENANTRY_HOME

# Programs such as dockerd and ss lie in sbin, which not every user's PATH names.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

for part in say machine java settings engine program process; do
    # shellcheck source=/dev/null
    source "$ROOT/scripts/lib/$part.sh"
done
unset part

# Prints the comment at the top of a script: its help.
usage() {
    sed -n '2,/^[^#]/{/^#/!d; s/^# \{0,1\}//; p}' "$1"
}

# What Tenantry keeps under TENANTRY_HOME, as patterns: `down --purge` removes this and nothing else.
STATE=(gateway agent program run log samples base-image '*.lock' certificates cluster.key admin-token join-token '*.properties' .format)

# Makes the places for state: keys and tokens lie there, so nobody else may read them.
prepare_home() {
    local mark=$TENANTRY_HOME/.format format="tenantry home, format 1" strange
    strange=$(strange_files)
    [[ -z $strange ]] || fail "$TENANTRY_HOME holds files that are not Tenantry's: $strange" "set TENANTRY_HOME to a directory that is empty or does not exist"
    [[ ! -e $mark || $(<"$mark") == "$format" ]] ||
        fail "$mark says '$(<"$mark")' (expected: $format)" "use the release of Tenantry that wrote it, or a newer one"
    (umask 077 && mkdir -p "$TENANTRY_HOME" "$RUN_DIR" "$LOG_DIR" && printf '%s\n' "$format" >"$mark") ||
        fail "cannot write to $TENANTRY_HOME" "set TENANTRY_HOME to a directory of yours"
}

# The first few names that are not in STATE, while TENANTRY_HOME is not marked as ours yet.
strange_files() {
    [[ ! -e $TENANTRY_HOME/.format ]] || return 0
    local -a known=()
    local pattern
    for pattern in "${STATE[@]}"; do known+=(! -name "$pattern"); done
    [[ ! -d $TENANTRY_HOME ]] || find "$TENANTRY_HOME" -mindepth 1 -maxdepth 1 "${known[@]}" -printf '%f ' | head -c 200
}

# Lets one script at a time change this cluster: two at once would start everything twice. The lock is a descriptor,
# so it ends with the script however that ends; what the script starts for good must not inherit it (see spawn).
lock_home() {
    exec {LOCK}>"$RUN_DIR/lock"
    flock --nonblock "$LOCK" || fail "another scripts/up or scripts/down is at work on $TENANTRY_HOME" "wait for it to end"
}
