# shellcheck shell=bash
# The first tenant: samples, tenant and instance ordered through the CLI as anybody would, and left alone if they exist.

# This machine's own gateway, whichever one the caller's environment names.
tenantry() { env -u TENANTRY_TOKEN TENANTRY_URL="$(api_url)" "$ROOT/scripts/tenantry" "$@"; }

# Whether there is such a thing: <tenant | instance | template> <name, of a template name@version>
exists() {
    local listing key=name
    [[ $1 != template ]] || key=template
    listing=$(tenantry "$1" ls -o json) || fail "the gateway does not list each $1" "the reason is above; its log: $LOG_DIR/gateway.log"
    grep -Eq "\"$key\"[[:space:]]*:[[:space:]]*\"${2//./\\.}\"" <<<"$listing"
}

sample_version() { sed -n 's/^version:[[:space:]]*"\{0,1\}\([^"[:space:]]*\).*/\1/p' "$ROOT/scripts/samples/$1/template.yaml"; }

# Builds a sample's images (unchanged ones are kept) and adds its template.
add_sample() {
    "${ENGINE_SUDO[@]}" env DOCKER_HOST="$(engine_url)" TENANTRY_HOME="$TENANTRY_HOME" "$ROOT/scripts/samples.sh" "$1" ||
        fail "the images of the sample $1 could not be built" "what went wrong is said above; scripts/up goes on from there"
    # What sudo left behind must not be in the way of this user's next run.
    ((${#ENGINE_SUDO[@]} == 0)) || as_root chown -R "$(id -u):$(id -g)" "$LOG_DIR" "$TENANTRY_HOME"/*.lock
    local template
    template=$1@$(sample_version "$1")
    if exists template "$template"; then
        note "the template $template is there"
    else
        note "adding the template $template"
        tenantry template add "$ROOT/scripts/samples/$1" || fail "the template $1 was refused" "the reason is above"
    fi
}

ensure_tenant() { # <name> <display name>
    if exists tenant "$1"; then
        note "the tenant $1 is there"
    else
        note "creating the tenant $1"
        tenantry tenant create "$1" --name "$2" || fail "the tenant $1 was not created" "the reason is above"
    fi
}

# <name> <tenant> <template>. What somebody stopped on purpose is not started behind their back.
ensure_instance() {
    local goal
    if exists instance "$1"; then
        goal=$(tenantry instance show "$1" -o json | json_string goal) || goal=running
        note "the instance $1 is there, its goal: $goal"
        if [[ $goal != running ]]; then
            note "to start it: scripts/tenantry instance start $1"
            return 0
        fi
    else
        note "ordering the instance $1 of $3"
        tenantry instance create "$1" --tenant "$2" --template "$3" ||
            fail "the instance $1 did not come up" "the reason is above; more: scripts/tenantry operation ls"
    fi
    await_answer "$1"
}

# The proof is an answer through the edge, asked for by host: no name has to resolve.
await_answer() {
    local host begun=$SECONDS status
    host=$1.$(setting gateway domain localhost)
    until [[ ${status:=000} == 200 ]]; do
        ((SECONDS - begun < 120)) ||
            fail "$host does not answer with 200 after 120 s (the last answer: $status)" \
                "scripts/tenantry instance show $1" "scripts/tenantry instance logs $1" "logs: $LOG_DIR/gateway.log, $LOG_DIR/agent.log"
        sleep 0.2
        status=$(ask_edge "$host" -s -o /dev/null -w '%{http_code}' --max-time 10) || true
    done
    note "$host answers: 200"
}

# A host of the edge's, by TLS where it insists on that; whether the certificate will do is not asked here.
ask_edge() { # <host> <arguments of curl…>
    local host=$1
    shift
    if [[ $(setting gateway edge.https off) == off ]]; then
        curl "$@" -H "Host: $host" "http://$(local_address):$(live_port edge)/"
    else
        curl "$@" --insecure --connect-to "::$(local_address):$(live_port edge.tls)" "https://$host/"
    fi
}

show_what_to_open() { # <name>
    local host port listen
    host=$1.$(setting gateway domain localhost)
    listen=$(local_address)
    step "Open next"
    if [[ $(setting gateway edge.https off) == off ]]; then
        port=$(live_port edge)
        say "    http://$host:$(setting gateway public.port "$port")/"
        say "    curl -H 'Host: $host' http://$listen:$port/"
    else
        port=$(live_port edge.tls)
        say "    https://$host:$(setting gateway public.tls.port "$port")/"
        say "    curl --connect-to '::$listen:$port' https://$host/"
    fi
    say "    from your own machine, if this one is far away, then open the first line there:"
    say "    ssh -L $port:$listen:$port $(id -un)@$(outside_name)"
    say "    orders: scripts/tenantry --help   state and logs: $TENANTRY_HOME   the end: scripts/down"
}

# How this machine is called from far away: as the current ssh session reached it, else by its name.
outside_name() {
    local address
    read -r _ _ address _ <<<"${SSH_CONNECTION:-}"
    printf '%s' "${address:-$(uname -n)}"
}
