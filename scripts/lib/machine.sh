# shellcheck shell=bash
# The machine: its distribution, root, packages, ports and disk.

distribution() { (. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-Linux}") || uname -s; }

has_apt() { command -v apt-get >/dev/null; }

systemd_runs() { [[ -d /run/systemd/system ]]; }

# Whether as_root will work: sudo may ask for a password only where somebody can type it.
can_be_root() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    at_terminal || sudo -n true 2>/dev/null
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Reads a file of ours that the agent, when it runs as root, may have written for root only.
read_state() {
    if [[ -r $1 || ! -e $1 && -x ${1%/*} ]]; then cat "$1" 2>/dev/null; else as_root cat "$1" 2>/dev/null; fi
}

# Whether the package lists know a package. A new machine has no lists yet.
apt_offers() {
    has_apt || return 1
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1 && return 0
    compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null && return 1
    can_be_root && as_root apt-get update -qq >/dev/null 2>&1
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}

# Installs packages. Lists may be old or missing: they are read anew when the first try fails.
apt_install() {
    local -a install=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@")
    # Slim images lack this directory, and Java's packages then fail over their manual pages.
    as_root mkdir -p /usr/share/man/man1
    as_root "${install[@]}" && return 0
    # One source of many may be away without harm to the packages that we want.
    as_root apt-get update || true
    as_root "${install[@]}"
}

# Who listens where it would hinder a listener on <address> <port>: "name (pid N)", or nothing. ss writes * for both
# families and [::] for IPv6 only, which is in nobody's way here.
port_holder() {
    local address local_address users
    if ! command -v ss >/dev/null; then
        ! (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null || printf 'some process'
        return 0
    fi
    while read -r _ _ _ local_address _ users; do
        address=${local_address%:*}
        address=${address%%%*}
        case $address in
            "$1" | '*' | 0.0.0.0) ;;
            *) [[ $1 == 0.0.0.0 ]] || continue ;;
        esac
        if [[ ${users:-} =~ \"([^\"]+)\",pid=([0-9]+) ]]; then
            printf '%s (pid %s)' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
        else
            printf 'a process of another user (sudo ss -ltnp "sport = :%s" names it)' "$2"
        fi
        return 0
    done < <(ss -Hltnp "sport = :$2" 2>/dev/null)
}

# Whole gigabytes free where a path lies or will lie.
free_gigabytes() {
    local place=$1
    until [[ -d $place ]]; do place=$(dirname "$place"); done
    df -Pk "$place" | awk 'NR == 2 { printf "%d", $4 / 1048576 }'
}
