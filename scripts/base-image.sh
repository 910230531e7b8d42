#!/usr/bin/env bash
# Prints the name of a Debian 12 image that the samples can be built FROM, and makes one where there is none:
#   1. TENANTRY_BASE_IMAGE, when set
#   2. what the engine already has
#   3. debian:bookworm-slim, where a registry answers
#   4. a base from Debian's packages (debootstrap), from the mirror that this machine itself uses
# An interrupted run leaves nothing half-done in the engine; what it has downloaded is kept for the next one.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=samples/steps.sh
. "$(dirname "${BASH_SOURCE[0]}")/samples/steps.sh"

public=debian:bookworm-slim
own=tenantry-sample/debian:bookworm
work=$home/base-image

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# A registry has 15 s to answer at all; once it has, the download may take its time.
pull_public() {
    local output=$home/log/pull.log began=$SECONDS
    printf '  asking the registry for %s … ' "$public" >&2
    if pull_in_time "$output"; then
        printf '%d s\n' $((SECONDS - began)) >&2
    else
        printf "none answers (%d s); Debian's packages will do\n" $((SECONDS - began)) >&2
        return 1
    fi
}

pull_in_time() {
    local output=$1 waited=0 limit=15
    docker pull "$public" >"$output" 2>&1 </dev/null &
    local pull=$!
    while kill -0 "$pull" 2>/dev/null; do
        if grep -q 'Pulling from' "$output"; then limit=300; fi
        if [ "$waited" -ge "$limit" ]; then
            kill "$pull" 2>/dev/null || true
            break
        fi
        sleep 1
        waited=$((waited + 1))
    done
    wait "$pull" 2>/dev/null
}

# machine_mirror main|security: from this machine's own sources, in either of apt's two formats.
machine_mirror() {
    local uris
    uris=$(
        cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p' | tr ' ' '\n'
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+).*/\2/p'
    ) || true
    case $1 in
        main) grep -E '/debian/?$' <<<"$uris" | head -n 1 ;;
        security) grep -E '/debian-security/?$' <<<"$uris" | head -n 1 ;;
    esac || true
}

# Sources of the new root: the same mirrors, always of bookworm whatever this machine runs.
write_sources() {
    local root=$1 main=$2 security=$3
    rm -f "$root/etc/apt/sources.list"
    {
        printf 'Types: deb\nURIs: %s\nSuites: bookworm bookworm-updates\nComponents: main\n' "$main"
        printf 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n'
        if [ -n "$security" ]; then
            printf '\nTypes: deb\nURIs: %s\nSuites: bookworm-security\nComponents: main\n' "$security"
            printf 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n'
        fi
    } >"$root/etc/apt/sources.list.d/debian.sources"
}

# What a container needs no part of; services must not start while packages are installed.
trim() {
    local root=$1
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 0755 "$root/usr/sbin/policy-rc.d"
    printf 'path-exclude /usr/share/%s/*\n' doc man info locale lintian >"$root/etc/dpkg/dpkg.cfg.d/slim"
    printf 'APT::Install-Recommends "false";\nAcquire::Languages "none";\n' >"$root/etc/apt/apt.conf.d/slim"
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* \
        "$root"/usr/share/{doc,man,info,locale,lintian}/* "$root"/debootstrap
}

# A killed run may have left its root, with /proc still mounted in it.
discard() {
    local root=$1 mount
    [ -e "$root" ] || return 0
    awk -v root="$root/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
        umount "$mount" || return 1
    done
    rm -rf --one-file-system "$root"
}

bootstrap() {
    local main=$1 security=$2 root=$work/root proxy=''
    discard "$root"
    mkdir -p "$work/packages"
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    if [ -n "$proxy" ]; then export http_proxy=$proxy; fi
    debootstrap --variant=minbase --cache-dir="$work/packages" bookworm "$root" "$main"
    write_sources "$root" "$main" "$security"
    trim "$root"
    # Named only when tar has ended well: an archive cut short could pass for a whole one.
    local id
    id=$(tar -C "$root" --numeric-owner -c . |
        docker import --change 'CMD ["bash"]' --change 'LABEL org.tenantry.sample.base=bookworm' -)
    docker tag "$id" "$own"
    discard "$root"
    rm -rf "$work"
}

install_debootstrap() {
    as_root env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get install -y -qq --no-install-recommends debootstrap || { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap; }'
}

make_own() {
    command -v apt-get >/dev/null ||
        fail "no registry answers for $public, and this machine has no apt to build a base with" \
            "(expected: a registry, Debian, or TENANTRY_BASE_IMAGE naming a Debian 12 image)"
    local main security
    main=${TENANTRY_DEBIAN_MIRROR:-$(machine_mirror main)}
    security=$(machine_mirror security)
    [ -n "$main" ] ||
        fail "no registry answers for $public, and no Debian mirror in /etc/apt (expected: one, or TENANTRY_DEBIAN_MIRROR)"
    ask_for_root
    command -v debootstrap >/dev/null || PATH=$PATH:/usr/sbin command -v debootstrap >/dev/null ||
        step 'installing debootstrap' install_debootstrap
    step "building a Debian base, about a minute and 250 MB, from $main" \
        as_root env "PATH=$PATH:/usr/sbin:/sbin" "HOME=${HOME:-/root}" "DOCKER_HOST=${DOCKER_HOST:-}" "TENANTRY_HOME=$home" \
        bash "${BASH_SOURCE[0]}" --bootstrap "$main" "$security"
}

if [ "${1:-}" = --bootstrap ]; then
    if [ -z "${DOCKER_HOST:-}" ]; then unset DOCKER_HOST; fi
    bootstrap "$2" "$3"
    exit
fi

one_at_a_time base-image
if [ -n "${TENANTRY_BASE_IMAGE:-}" ]; then
    echo "$TENANTRY_BASE_IMAGE"
elif has_image "$public"; then
    echo "$public"
elif has_image "$own"; then
    echo "$own"
elif pull_public; then
    echo "$public"
else
    make_own
    echo "$own"
fi
