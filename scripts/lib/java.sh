# shellcheck shell=bash
# JDK 25 and Maven: found where they are, or told how they come.

MAVEN_NEEDED=3.8.7

# The home of a JDK 25, from JAVA_HOME, PATH or /usr/lib/jvm. A runtime without a compiler does not count.
find_jdk() {
    local candidate
    for candidate in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/*; do
        if [[ -n $candidate ]] && is_jdk_25 "$candidate"; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    return 1
}

jdk_on_path() {
    local javac
    javac=$(command -v javac) && dirname "$(dirname "$(readlink -f "$javac")")"
}

is_jdk_25() {
    [[ -x $1/bin/javac && -x $1/bin/java ]] || return 1
    if [[ -r $1/release ]]; then
        grep -Eq '^JAVA_VERSION="25["._+-]' "$1/release"
    else
        [[ $("$1/bin/javac" -version 2>&1) =~ ^javac\ 25($|[^0-9]) ]]
    fi
}

# Exports JAVA_HOME, for Maven as for the programs, or ends with the command that helps.
use_jdk() {
    local home
    home=$(find_jdk) || {
        local -a help
        mapfile -t help < <(jdk_help)
        fail "no JDK 25 in JAVA_HOME, PATH or /usr/lib/jvm" "${help[@]}"
    }
    export JAVA_HOME=$home
}

# The commands that install a JDK 25 on this distribution.
jdk_help() {
    local ID="" ID_LIKE="" VERSION_CODENAME=""
    # shellcheck source=/dev/null
    [[ ! -r /etc/os-release ]] || . /etc/os-release
    case " $ID $ID_LIKE " in
        *" debian "* | *" ubuntu "*)
            if apt_offers openjdk-25-jdk-headless; then
                say "sudo apt-get install -y openjdk-25-jdk-headless"
                return
            fi
            say "$(distribution) has no JDK 25 of its own; Temurin's packages have one:"
            say "sudo install -d /etc/apt/keyrings"
            say "sudo curl -fsSL -o /etc/apt/keyrings/adoptium.asc https://packages.adoptium.net/artifactory/api/gpg/key/public"
            say "echo 'deb [signed-by=/etc/apt/keyrings/adoptium.asc] https://packages.adoptium.net/artifactory/deb ${VERSION_CODENAME:-bookworm} main' | sudo tee /etc/apt/sources.list.d/adoptium.list"
            say "sudo apt-get update && sudo apt-get install -y temurin-25-jdk"
            ;;
        *" fedora "* | *" rhel "*) say "sudo dnf install -y java-25-openjdk-devel" ;;
        *" suse "* | *" opensuse "*) say "sudo zypper install -y java-25-openjdk-devel" ;;
        *" arch "*) say "sudo pacman -S --needed jdk25-openjdk" ;;
        *" alpine "*) say "sudo apk add openjdk25" ;;
        *) say "install a JDK 25 (https://adoptium.net) and set JAVA_HOME to where it is" ;;
    esac
}

# Maven's version, or nothing. It is asked without a JDK's help where there is none yet.
maven_version() {
    command -v mvn >/dev/null || return 0
    { mvn --version 2>/dev/null || true; } | sed -n 's/\x1b\[[0-9;]*m//g; s/^Apache Maven \([^ ]*\).*/\1/p'
}

# Whether version $1 is at least version $2.
at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# Installs Maven where it is missing. One that is too old is left alone: it is somebody's choice.
use_maven() {
    local version
    version=$(maven_version)
    if [[ -z $version ]]; then
        if ! has_apt || ! can_be_root; then
            fail "Maven is missing, and only apt with root or sudo can install it from here" \
                "install Maven $MAVEN_NEEDED or later so that mvn is in PATH"
        fi
        run_logged "installing Maven" apt_install maven
    elif ! at_least "$version" "$MAVEN_NEEDED"; then
        fail "Maven $version is too old (expected: $MAVEN_NEEDED or later)" "put a newer mvn first in PATH: https://maven.apache.org/download.cgi"
    fi
}

# The libraries of Maven itself warn about JDK 25 where they are not allowed what they do.
maven() {
    local -a plain=()
    [[ -t 1 ]] || plain=(-Dstyle.color=never)
    (
        cd "$ROOT" || exit
        export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
        mvn --batch-mode --no-transfer-progress "${plain[@]}" "$@"
    )
}
