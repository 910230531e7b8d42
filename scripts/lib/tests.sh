# shellcheck shell=bash
# Running the build's tests and counting what came of them.

# The scripts themselves, where shellcheck is installed.
check_scripts() {
    if command -v shellcheck >/dev/null; then
        (cd "$ROOT" && shell_scripts | xargs -0 shellcheck -x) || fail "shellcheck found something in the scripts" "mend it: scripts/check again"
    else
        note "shellcheck is not installed, so the scripts are not checked (apt-get install shellcheck)"
    fi
}

shell_scripts() { grep -rlZE '^#!/usr/bin/env bash|^# shellcheck shell=bash' scripts .ci; }

# What tests use of Debian's: a browser and its driver, to look at pages as a person does, and a busybox that needs
# no libraries, of which they make images.
install_test_packages() {
    local -a missing=()
    [[ -x /usr/bin/chromium ]] || missing+=(chromium)
    [[ -x /usr/bin/chromedriver ]] || missing+=(chromium-driver)
    [[ -x /bin/busybox ]] && ! ldd /bin/busybox >/dev/null 2>&1 || missing+=(busybox-static)
    ((${#missing[@]} == 0)) || run_logged "installing ${missing[*]}" apt_install "${missing[@]}"
}

# mvn verify over all modules. A failing test does not keep the next module's tests from running: the reports tell in
# the end. Words are passed on to Maven. Ends the script with what the tests deserve.
run_tests() {
    local status=0
    # Reports of former runs must not be counted, nor libraries of former builds be kept.
    rm -rf "$ROOT"/*/target/surefire-reports "$ROOT"/{gateway,node-agent}/target/lib
    maven verify -Dmaven.test.failure.ignore=true "$@" || status=$?
    summarise "$status"
}

# <exit code of Maven>
summarise() {
    local passed failed skipped
    read -r passed failed skipped < <(count_tests)
    ((failed == 0)) || { printf '\nfailed tests:\n' && failed_tests; }
    printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    (($1 == 0)) || fail "the build failed, beside any test" "Maven says why above; a wrong format: scripts/format"
    ((passed + failed > 0)) || fail "no test ran" "look for what Maven says above"
    ((failed == 0)) || exit 1
}

reports() { find "$ROOT" -path '*/target/surefire-reports/TEST-*.xml' -print0; }

count_tests() {
    reports | xargs -0 --no-run-if-empty grep -ho '<testsuite [^>]*' | awk '
        function attribute(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
        { all += attribute("tests"); failed += attribute("failures") + attribute("errors"); skipped += attribute("skipped") }
        END { print all - failed - skipped, failed + 0, skipped + 0 }'
}

failed_tests() {
    # shellcheck disable=SC2016 # awk's own
    reports | xargs -0 --no-run-if-empty awk '
        /<testcase / { name = $0; sub(/.* name="/, "", name); sub(/".*/, "", name); place = $0; sub(/.* classname="/, "", place); sub(/".*/, "", place) }
        /<(failure|error)[ >]/ { print "    " place ": " name }'
}
