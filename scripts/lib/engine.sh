# shellcheck shell=bash
# The Docker engine: which one, whether it will do, and where none answers, installing and starting it.

ENGINE_API_NEEDED=1.41
# The engine that `up` may start. Any other address is somebody's own engine: used when it answers, never started.
STANDARD_ENGINE=unix:///var/run/docker.sock
DOCKERD=(dockerd)
DOCKERD_SETTINGS=/etc/docker/daemon.json
DOCKERD_RUN=/var/run
# "sudo" where only root reaches the engine, else empty.
ENGINE_SUDO=()

engine_url() { setting agent engine "${DOCKER_HOST:-$STANDARD_ENGINE}"; }

engine_socket() { local url; url=$(engine_url); printf '%s' "${url#unix://}"; }

# A GET to the engine's API: no client program needed, and nothing but the socket decides.
engine_get() {
    "${ENGINE_SUDO[@]}" curl -sS --fail --max-time 20 --unix-socket "$(engine_socket)" "http://engine$1" 2>/dev/null
}

# The docker program on that engine, whatever context the user's configuration names.
engine_docker() { "${ENGINE_SUDO[@]}" env -u DOCKER_CONTEXT DOCKER_HOST="$(engine_url)" docker "$@"; }

# Looks once and leaves in ENGINE_STATE: answers, stopped, missing or refused; in ENGINE_TEXT what a person is told,
# and in ENGINE_HELP what helps against a refusal. Changes nothing.
find_engine() {
    local socket
    socket=$(engine_socket)
    ENGINE_SUDO=() ENGINE_HELP=""
    if [[ $(engine_url) != unix://* ]]; then
        refuse_engine "the engine $(engine_url) is not on this machine, which is not supported" "unset DOCKER_HOST, or set it to $STANDARD_ENGINE"
        return 0
    fi
    if [[ -S $socket && ! -w $socket ]]; then
        if ! can_be_root; then
            refuse_engine "$(id -un) may not use $socket" "sudo usermod -aG docker $(id -un), then log in anew"
            return 0
        fi
        ENGINE_SUDO=(sudo)
    fi
    if engine_get /_ping >/dev/null; then judge_engine; else explain_silence; fi
}

refuse_engine() { ENGINE_STATE=refused ENGINE_TEXT=$1 ENGINE_HELP=$2; }

# Something answers: is it a Docker engine of the kind that the agent can drive?
judge_engine() {
    local version info api name
    version=$(engine_get /version) || version=""
    info=$(engine_get /info) || info=""
    api=$(json_string ApiVersion <<<"$version") || api=0
    name=$(json_string OperatingSystem <<<"$info") || name=""
    local rootful="a rootful engine on this machine is needed: sudo apt-get install docker.io, and DOCKER_HOST=$STANDARD_ENGINE"
    if [[ $version == *Podman* ]]; then
        refuse_engine "Podman answers at $(engine_socket), which is not supported" "$rootful"
    elif [[ $name == *"Docker Desktop"* ]]; then
        refuse_engine "Docker Desktop answers at $(engine_socket), which is not supported yet" "$rootful"
    elif [[ $info == *name=rootless* ]]; then
        refuse_engine "a rootless engine answers at $(engine_socket), which is not supported yet" "$rootful"
    elif ! at_least "$api" "$ENGINE_API_NEEDED"; then
        refuse_engine "the engine at $(engine_socket) speaks API $api (expected: $ENGINE_API_NEEDED or later)" "upgrade Docker to 20.10 or later"
    elif ! command -v docker >/dev/null; then
        refuse_engine "an engine answers at $(engine_socket), but the docker program is missing" "install the client that belongs to it (docker-cli or docker-ce-cli)"
    else
        ENGINE_STATE=answers
        ENGINE_TEXT="Docker $(json_string ServerVersion <<<"$info" || true) at $(engine_socket), API $api"
    fi
}

# Nothing answers. An engine of another kind, or at an address that somebody chose, is not ours to start.
explain_silence() {
    local socket other
    socket=$(engine_socket)
    if [[ unix://$(realpath -m "$socket") != unix://$(realpath -m "${STANDARD_ENGINE#unix://}") ]]; then
        refuse_engine "nothing answers at $socket, which DOCKER_HOST or the agent's setting \"engine\" names" "start that engine, or leave the setting out"
        return 0
    fi
    for other in "$HOME/.docker/desktop/docker.sock" "/run/user/$(id -u)/docker.sock"; do
        [[ -S $other ]] || continue
        refuse_engine "only Docker Desktop or a rootless engine is here ($other), which is not supported yet" "install a rootful engine beside it: sudo apt-get install docker.io"
        return 0
    done
    if command -v dockerd >/dev/null; then
        ENGINE_STATE=stopped ENGINE_TEXT="Docker is installed and does not answer: will be started"
    else
        ENGINE_STATE=missing ENGINE_TEXT="will be installed and started (docker.io, iptables)"
    fi
    if ! can_be_root; then
        refuse_engine "no Docker engine answers, and starting one needs root" "run this as root, or where sudo works"
    elif [[ $ENGINE_STATE == missing ]] && ! has_apt; then
        refuse_engine "no Docker engine is installed" "install Docker Engine 20.10 or later and start it: https://docs.docker.com/engine/install/"
    fi
}

# Brings the engine to the state in which it answers, and notes in run/ when it was this that started it.
use_engine() {
    find_engine
    [[ $ENGINE_STATE != refused ]] || fail "$ENGINE_TEXT" "$ENGINE_HELP"
    [[ $ENGINE_STATE != missing ]] || install_engine
    [[ $ENGINE_STATE == answers ]] || start_engine
    DOCKER_HOST=$(engine_url)
    export DOCKER_HOST
    unset DOCKER_CONTEXT
}

# The package may start the engine itself, so its settings are there before it. Without live-restore every restart of
# the engine would stop all containers.
install_engine() {
    local -a packages=(docker.io iptables)
    # Newer releases keep the client in a package of its own.
    ! apt_offers docker-cli || packages+=(docker-cli)
    if [[ ! -e $DOCKERD_SETTINGS ]]; then
        as_root install -d "${DOCKERD_SETTINGS%/*}"
        printf '{"live-restore": true}\n' | as_root tee "$DOCKERD_SETTINGS" >/dev/null
    fi
    run_logged "installing Docker" apt_install "${packages[@]}"
    hash -r
    find_engine
    [[ $ENGINE_STATE != answers ]] || remember_engine "$(as_root cat "$DOCKERD_RUN/docker.pid")"
}

# Notes that the engine runs because of us, and as what: a service of systemd, or a process.
remember_engine() { # <pid>
    if systemd_runs; then
        printf 'systemd\n' >"$RUN_DIR/engine"
    else
        remember_process dockerd "$1"
        printf 'dockerd\n' >"$RUN_DIR/engine"
    fi
}

start_engine() {
    note "starting the Docker engine"
    if systemd_runs && systemctl cat docker.service >/dev/null 2>&1; then
        as_root systemctl start docker || fail "systemctl start docker" "what it says: sudo journalctl -u docker -n 50"
        printf 'systemd\n' >"$RUN_DIR/engine"
    else
        clear_stale_engine_files
        local -a command=("${DOCKERD[@]}")
        # A directive may stand in the file or on the command line, not on both.
        grep -qs '"live-restore"' "$DOCKERD_SETTINGS" || command+=(--live-restore)
        remember_process dockerd "$(spawn root "$LOG_DIR/dockerd.log" "${command[@]}")"
        printf 'dockerd\n' >"$RUN_DIR/engine"
    fi
    await_engine
}

await_engine() {
    local deadline=$((SECONDS + 120))
    until find_engine && [[ $ENGINE_STATE == answers ]]; do
        [[ $ENGINE_STATE != refused ]] || fail "$ENGINE_TEXT" "$ENGINE_HELP"
        if [[ $(<"$RUN_DIR/engine") == dockerd && -z $(pid_of dockerd) ]]; then
            tail -n 15 "$LOG_DIR/dockerd.log" >&2
            fail "the Docker engine ended while it started" "its whole log: $LOG_DIR/dockerd.log"
        fi
        ((SECONDS < deadline)) || fail "the Docker engine does not answer after 120 s" "its log: $LOG_DIR/dockerd.log, or sudo journalctl -u docker"
        sleep 0.3
    done
    note "the engine answers: $ENGINE_TEXT"
}

# After a crash or a power cut, files of the former engine name processes that are gone, or whose numbers others have
# by now: dockerd then refuses to start, or waits for a containerd that is not there. Only proven leftovers go.
clear_stale_engine_files() {
    local file pid
    for file in docker.pid:dockerd docker/containerd/containerd.pid:containerd; do
        pid=$(as_root cat "$DOCKERD_RUN/${file%:*}" 2>/dev/null) || continue
        [[ $(cat "/proc/$pid/comm" 2>/dev/null) != "${file#*:}" ]] || continue
        note "removing the stale $DOCKERD_RUN/${file%:*} (process $pid is no ${file#*:})"
        as_root rm -f "$DOCKERD_RUN/${file%:*}"
    done
    # dockerd uses a containerd of the system when its socket lies here, be it alive or not.
    file=/run/containerd/containerd.sock
    if [[ -S $file ]] && ! ss -Hxl | grep -qF " $file "; then
        note "removing the stale $file (nobody listens on it)"
        as_root rm -f "$file"
    fi
}

# Stops the engine, but only one that was started by start_engine and while nobody else's containers run on it.
stop_engine() {
    [[ -e $RUN_DIR/engine ]] || return 0
    local running
    running=$(engine_docker ps -q 2>/dev/null | wc -l) || running=0
    if ((running > 0)); then
        note "the Docker engine stays: $running containers that are not ours run on it"
    elif [[ $(<"$RUN_DIR/engine") == systemd ]]; then
        note "stopping the Docker engine (these scripts had started it)"
        as_root systemctl stop docker.socket docker.service
    else
        note "stopping the Docker engine (these scripts had started it)"
        stop_process dockerd 60
    fi
    rm -f "$RUN_DIR/engine"
}
