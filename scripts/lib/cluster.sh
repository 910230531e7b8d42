# shellcheck shell=bash
# What on the engine belongs to this cluster. Only the label org.tenantry.cluster, compared exactly, proves that.

CLUSTER_LABEL=org.tenantry.cluster

# This cluster's id, as its agent or its gateway knows it. Empty where no agent ever ran: then no container can be ours.
cluster_id() {
    local id
    id=$(read_state "$TENANTRY_HOME/agent/identity.json" | json_string cluster) || id=""
    if [[ -z $id && -n $(pid_of gateway) ]]; then
        id=$(env -u TENANTRY_TOKEN TENANTRY_URL="$(api_url)" "$ROOT/scripts/tenantry" version -o json | json_string cluster) || id=""
    fi
    if [[ -z $id && -z $(as_root ls -A "$TENANTRY_HOME/agent" 2>/dev/null) ]]; then
        return 0
    fi
    [[ $id =~ ^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$ ]] ||
        fail "cannot tell which containers are this cluster's: no id in $TENANTRY_HOME/agent/identity.json" \
            "scripts/up brings gateway and agent back, which know it; then try again" \
            "to see what carries a cluster's label: docker ps -a --filter label=$CLUSTER_LABEL"
    printf '%s' "$id"
}

# Stopping or removing containers needs the engine. After a reboot it may have to be started for it.
reach_engine() {
    find_engine
    case $ENGINE_STATE in
        answers) ;;
        stopped) start_engine ;;
        missing) fail "no Docker engine is installed, so its containers cannot be reached" "scripts/up installs it" ;;
        refused) fail "$ENGINE_TEXT" "$ENGINE_HELP" ;;
    esac
}

# Lists what is ours: <container | network | volume> <cluster>. The filter narrows, the comparison decides.
ours() {
    local -a found
    local labels=.Labels name=.ID
    case $1 in
        container) labels=.Config.Labels name=.Id ;;
        network) name=.Id ;;
        volume) name=.Name ;;
    esac
    mapfile -t found < <(list_labelled "$1" "$2")
    ((${#found[@]} > 0)) || return 0
    # Something may go between the two commands: inspect then complains, and tells the others.
    { engine_docker "$1" inspect --format "{{$name}} {{index $labels \"$CLUSTER_LABEL\"}}" "${found[@]}" 2>/dev/null || true; } |
        awk -v cluster="$2" '$2 == cluster { print $1 }'
}

list_labelled() {
    local -a all=()
    [[ $1 != container ]] || all=(--all)
    engine_docker "$1" ls --quiet "${all[@]}" --filter "label=$CLUSTER_LABEL=$2"
}

# Each container gets the grace period that its service asks for.
stop_containers() {
    local -a running
    step "Stopping the containers of cluster $1"
    mapfile -t running < <(ours container "$1")
    note "${#running[@]} containers"
    ((${#running[@]} == 0)) || engine_docker stop "${running[@]}" >/dev/null ||
        fail "some containers did not stop" "see docker ps --filter label=$CLUSTER_LABEL=$1, then run this again"
}

remove_everything() {
    local kind
    step "Removing what is cluster $1's"
    for kind in container network volume; do
        remove_all "$kind" "$1"
    done
    remove_bounds "$1"
    remove_secret_files
}

# Files with secrets that an agent left in memory when it was killed: in a directory named by the hash of its home's path.
remove_secret_files() {
    local place
    place=$(setting agent secrets.directory /dev/shm)/tenantry-$(printf '%s' "$TENANTRY_HOME/agent" | sha256sum | cut -c 1-16)
    [[ -d $place && ! -L $place ]] || return 0
    note "files with secrets in $place"
    as_root rm -rf --one-file-system "$place"
}

# The rules around its networks, and what the kernel bounds its tenants by. A group with anything in it stays.
remove_bounds() { # <cluster>
    local table=tenantry_${1//-/_} parent
    parent=$(setting agent cgroup.parent tenantry)
    if as_root env PATH="$PATH:/usr/sbin:/sbin" nft list table inet "$table" >/dev/null 2>&1; then
        note "the firewall's table inet $table"
        as_root env PATH="$PATH:/usr/sbin:/sbin" nft delete table inet "$table"
    fi
    [[ $1 =~ ^c-[a-z2-7]{12}$ ]] || return 0
    as_root find /sys/fs/cgroup -mindepth 1 -depth -type d -path "*/$parent/$1*" -exec rmdir {} + 2>/dev/null || true
}

remove_all() {
    local -a found force=()
    mapfile -t found < <(ours "$1" "$2")
    note "${#found[@]} ${1}s"
    [[ $1 != container ]] || force=(--force --volumes)
    ((${#found[@]} == 0)) || engine_docker "$1" rm "${force[@]}" "${found[@]}" >/dev/null ||
        fail "some ${1}s were not removed" "the reason is above; mend it and run scripts/down --purge again: nothing else is lost"
}
