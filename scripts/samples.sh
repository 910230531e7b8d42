#!/usr/bin/env bash
# Builds the images of the sample templates that are missing or out of date.
#   scripts/samples.sh hello|pair|agenda|all
# An image is up to date when its label carries the hash of what it is made from, so a second run does nothing;
# an interrupted one goes on from the engine's layer cache. DOCKER_HOST and TENANTRY_HOME are honoured.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=samples/steps.sh
. "$(dirname "${BASH_SOURCE[0]}")/samples/steps.sh"

samples=$checkout/scripts/samples
label=org.tenantry.sample.content
version=1.0
work=$home/samples

# content PATH…: one hash of names, modes (executable or not) and bytes of everything under the paths.
content() {
    cd "$samples"
    find "$@" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | while IFS= read -r -d '' file; do
        printf '%s %s ' "$file" "$([ -x "$file" ] && echo x || echo -)"
        sha256sum <"$file"
    done | sha256sum | cut -d' ' -f1
}

# up_to_date IMAGE HASH
up_to_date() {
    [ "$(docker image inspect --format "{{index .Config.Labels \"$label\"}}" "$1" 2>/dev/null)" = "$2" ]
}

# A busybox that needs no libraries: the machine's, Debian's package unpacked (not installed), or the public image's.
static_busybox() {
    local target=$1 found unpacked container
    found=$(command -v busybox || true)
    if [ -n "$found" ] && ! ldd "$found" >/dev/null 2>&1; then
        cp -L "$found" "$target"
        return
    fi
    unpacked=$work/busybox
    mkdir -p "$unpacked"
    if command -v apt-get >/dev/null; then
        cd "$unpacked"
        apt-get download busybox-static || { as_root apt-get update -qq && apt-get download busybox-static; }
        dpkg-deb -x busybox-static_*.deb .
        cp "$(find . -type f -path '*bin/busybox' | head -n 1)" "$target"
    else
        docker pull busybox:musl
        container=$(docker create busybox:musl)
        docker cp "$container:/bin/busybox" "$target"
        docker rm "$container"
    fi
}

build_hello() {
    local image=tenantry-sample/hello:$version hash
    hash=$(content hello/Dockerfile hello/hello hello/answer hello/page.html)
    if up_to_date "$image" "$hash"; then return; fi
    local context=$work/hello
    rm -rf "$work"
    mkdir -p "$context"
    cp "$samples"/hello/{Dockerfile,hello,answer,page.html} "$context"
    step 'finding a static busybox' static_busybox "$context/busybox"
    step "building $image" docker build --label "$label=$hash" --tag "$image" "$context"
    rm -rf "$work"
}

# The three images come from one Dockerfile; each depends on its own directory and the Dockerfile only.
build_agenda() {
    local service image hash base=''
    for service in postgres redis web; do
        image=tenantry-sample/agenda-$service:$version
        hash=$(content agenda/Dockerfile agenda/.dockerignore "agenda/$service")
        if up_to_date "$image" "$hash"; then continue; fi
        if [ -z "$base" ]; then base=$("$checkout/scripts/base-image.sh"); fi
        step "building $image" docker build --build-arg "BASE=$base" --target "$service" \
            --label "$label=$hash" --tag "$image" "$samples/agenda"
    done
}

usage() { fail "sample: '${1:-}' (expected: hello, pair, agenda or all)"; }

[ $# -ge 1 ] || usage
docker version --format '{{.Server.Version}}' >/dev/null 2>&1 ||
    fail "no Docker engine answers at ${DOCKER_HOST:-its default socket} (expected: a running engine that this user may use)"
one_at_a_time samples
for sample in "$@"; do
    case $sample in
        hello | pair) build_hello ;;
        agenda) build_agenda ;;
        all)
            build_hello
            build_agenda
            ;;
        *) usage "$sample" ;;
    esac
done
