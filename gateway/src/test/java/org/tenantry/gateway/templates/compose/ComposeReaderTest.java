package org.tenantry.gateway.templates.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.EnvironmentValue.Plain;
import org.tenantry.common.instance.EnvironmentValue.Sensitive;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.common.instance.RestartPolicy.Condition;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.compose.Variables.Variable;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Finding.Outcome;
import org.tenantry.gateway.templates.source.Problem;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.TreeReader;

class ComposeReaderTest {
    private static final Variables VARIABLES = Variables.of(Map.of(
            "size", new Variable.Known("1g"),
            "open", new Variable.Open(),
            "hostile", new Variable.Known("x\n    privileged: true # \"' $$"),
            "two", new Variable.Known("two words"),
            "password", new Variable.Hidden(Optional.of(Secret.of("hunter2")))));
    private static final HealthCheck STANDARD_TIMES =
            new HealthCheck(new Probe.Image(), Duration.ofSeconds(30), Duration.ofSeconds(30), 3, Duration.ZERO);

    private final Remarks remarks = new Remarks("docker-compose.yml");

    static Stream<Arguments> used() {
        return Stream.of(
                one(
                        "command: redis-server --save \"\"",
                        it -> it.form().command(),
                        words("redis-server", "--save", "")),
                one("command: [\"a\", \"\", 5]", it -> it.form().command(), words("a", "", "5")),
                one("command: run --title ${two}", it -> it.form().command(), words("run", "--title", "two words")),
                one("command: []", it -> it.form().command(), words()),
                one("command:", it -> it.form().command(), Optional.empty()),
                one("command: >\n  bash -c \"a &&\n  b\"", it -> it.form().command(), words("bash", "-c", "a && b")),
                one("entrypoint: /bin/x -y", it -> it.form().entrypoint(), words("/bin/x", "-y")),
                one("entrypoint: [/bin/x, '']", it -> it.form().entrypoint(), words("/bin/x", "")),
                one("user: 1000:1000", it -> it.form().user(), Optional.of("1000:1000")),
                one("user: 1000", it -> it.form().user(), Optional.of("1000")),
                one("working_dir: /app", it -> it.form().workingDirectory(), Optional.of("/app")),
                one("init: true", it -> it.form().init(), true),
                one("init: false", it -> it.form().init(), false),
                one("stop_grace_period: 1m30s", it -> it.form().stopGrace(), Optional.of(Duration.ofSeconds(90))),
                one("stop_signal: SIGQUIT", it -> it.form().stopSignal(), Optional.of("SIGQUIT")),
                one("mem_limit: ${size}", it -> it.form().limits(), memory(1L << 30)),
                one("mem_limit: 64m", it -> it.form().limits(), memory(64L << 20)),
                one(
                        "cpus: 0.5",
                        it -> it.form().limits(),
                        new Limits(OptionalInt.of(500), OptionalLong.empty(), OptionalInt.empty())),
                one(
                        "pids_limit: 100",
                        it -> it.form().limits(),
                        new Limits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.of(100))),
                one(
                        "mem_limit: 64m\ndeploy: {resources: {limits: {memory: 32m}}}",
                        it -> it.form().limits(),
                        memory(32L << 20)),
                one(
                        "deploy: {resources: {limits: {cpus: '1.5', memory: 32M, pids: 9}}}",
                        it -> it.form().limits(),
                        new Limits(OptionalInt.of(1500), OptionalLong.of(32L << 20), OptionalInt.of(9))),
                one("deploy: {replicas: 3}", ServiceDefinition::replicas, 3),
                one("deploy: {mode: replicated}", ServiceDefinition::replicas, 1),
                one("restart: always", ServiceDefinition::restart, new RestartPolicy(Condition.ALWAYS, 0)),
                one("restart: unless-stopped", ServiceDefinition::restart, new RestartPolicy(Condition.ALWAYS, 0)),
                one("restart: no", ServiceDefinition::restart, new RestartPolicy(Condition.NO, 0)),
                one("restart: \"no\"", ServiceDefinition::restart, new RestartPolicy(Condition.NO, 0)),
                one("restart: on-failure:5", ServiceDefinition::restart, new RestartPolicy(Condition.ON_FAILURE, 5)),
                one("image: b", ServiceDefinition::restart, new RestartPolicy(Condition.NO, 0)),
                one(
                        "restart: always\n"
                                + "deploy: {restart_policy: {condition: on-failure, delay: 5s, max_attempts: 2}}",
                        ServiceDefinition::restart,
                        new RestartPolicy(Condition.ON_FAILURE, 2)),
                one("deploy: {restart_policy: {}}", ServiceDefinition::restart, new RestartPolicy(Condition.ALWAYS, 0)),
                one(
                        "deploy: {restart_policy: {condition: none}}",
                        ServiceDefinition::restart,
                        new RestartPolicy(Condition.NO, 0)),
                one(
                        "volumes: ['data:/b', 'data:/a:ro']",
                        it -> it.form().mounts(),
                        List.of(new Mount.Volume("data", "/a", true), new Mount.Volume("data", "/b", false))),
                one(
                        "volumes: [{type: volume, source: data, target: /a, read_only: true}]",
                        it -> it.form().mounts(),
                        List.of(new Mount.Volume("data", "/a", true))),
                one(
                        "volumes: [{type: tmpfs, target: /a, tmpfs: {size: 64m}}]",
                        it -> it.form().mounts(),
                        List.of(new Mount.Tmpfs("/a", OptionalLong.of(64L << 20)))),
                one("tmpfs: /run", it -> it.form().mounts(), List.of(new Mount.Tmpfs("/run", OptionalLong.empty()))),
                one(
                        "tmpfs: [/run, '/tmp/:size=1m']",
                        it -> it.form().mounts(),
                        List.of(
                                new Mount.Tmpfs("/run", OptionalLong.empty()),
                                new Mount.Tmpfs("/tmp", OptionalLong.of(1 << 20)))),
                one("image: b", it -> it.form().networks(), List.of(new Attachment("default", List.of()))),
                one(
                        "networks: [inner, front]",
                        it -> it.form().networks(),
                        List.of(new Attachment("front", List.of()), new Attachment("inner", List.of()))),
                one(
                        "networks: {front: {aliases: [z, a]}, inner: }",
                        it -> it.form().networks(),
                        List.of(new Attachment("front", List.of("a", "z")), new Attachment("inner", List.of()))),
                one("depends_on: [db]", ServiceDefinition::dependsOn, depends(DependsOn.Condition.STARTED)),
                one(
                        "depends_on: {db: {condition: service_healthy, restart: true}}",
                        ServiceDefinition::dependsOn,
                        depends(DependsOn.Condition.HEALTHY)),
                one(
                        "depends_on: {db: {condition: service_completed_successfully, required: true}}",
                        ServiceDefinition::dependsOn,
                        depends(DependsOn.Condition.COMPLETED)),
                one("image: b", ServiceDefinition::health, Optional.empty()),
                one(
                        "healthcheck: {test: curl -f x || exit 1}",
                        ServiceDefinition::health,
                        asks("/bin/sh", "-c", "curl -f x || exit 1")),
                one("healthcheck: {test: [CMD, curl, x]}", ServiceDefinition::health, asks("curl", "x")),
                one(
                        "healthcheck: {test: [CMD-SHELL, curl x]}",
                        ServiceDefinition::health,
                        asks("/bin/sh", "-c", "curl x")),
                one(
                        "healthcheck: {test: [NONE]}",
                        it -> it.health().orElseThrow().probe(),
                        new Probe.Alive()),
                one(
                        "healthcheck: {disable: true}",
                        it -> it.health().orElseThrow().probe(),
                        new Probe.Alive()),
                one(
                        "healthcheck: {interval: 5s, timeout: 2s, retries: 9, start_period: 1m}",
                        ServiceDefinition::health,
                        Optional.of(new HealthCheck(
                                new Probe.Image(),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                9,
                                Duration.ofMinutes(1)))));
    }

    private static Arguments one(String yaml, Function<ServiceDefinition, Object> part, Object expected) {
        return Arguments.of(yaml, part, expected);
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("used")
    void readsWhatIsUsed(String yaml, Function<ServiceDefinition, Object> part, Object expected) {
        ServiceDefinition service = web(yaml);

        assertThat(remarks.problems()).isEmpty();
        assertThat(part.apply(service)).isEqualTo(expected);
    }

    @Test
    void environmentIsReadAsMapAndAsList() {
        Map<String, Plain> expected = Map.of(
                "TEXT", new Plain("a=b"),
                "EMPTY", new Plain(""),
                "NUMBER", new Plain("5432"),
                "VERSION", new Plain("1.0"),
                "TRUTH", new Plain("true"),
                "WORD", new Plain("yes"));

        assertThat(web("environment: {TEXT: a=b, EMPTY: '', NUMBER: 5432, VERSION: 1.0, TRUTH: True, WORD: yes,"
                                + " PATH: }")
                        .form()
                        .environment())
                .isEqualTo(expected);
        assertThat(web("environment: [TEXT=a=b, EMPTY=, NUMBER=5432, VERSION=1.0, TRUTH=true, WORD=yes, PATH]")
                        .form()
                        .environment())
                .isEqualTo(expected);
        assertThat(remarks.problems()).isEmpty();
        assertThat(finding("services.web.environment.PATH").reason()).contains("not set");
    }

    @Test
    void aSecretGoesIntoAnEnvironmentAndIsSensitiveAsAWhole() {
        ServiceDefinition service = web("environment:\n  URL: postgres://a:${password}@db\n");

        assertThat(service.form().environment())
                .isEqualTo(Map.of("URL", new Sensitive(Secret.of("postgres://a:hunter2@db"))));
        assertThat(finding("services.web.environment.URL").reason()).contains("secret");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "command: psql ${password}",
                "command: [psql, '${password}']",
                "entrypoint: x ${password}",
                "image: 'x:${password}'",
                "user: '${password}'",
                "working_dir: '/${password}'",
                "tmpfs: '/${password}'",
                "volumes: ['data:/${password}']",
                "networks: ['${password}']",
                "depends_on: ['${password}']",
                "healthcheck: {test: 'x ${password}'}",
                "healthcheck: {test: [CMD, '${password}']}",
                "stop_signal: '${password}'",
                "mem_limit: '${password}'",
                "restart: '${password}'",
                "networks: {front: {aliases: ['${password}']}}",
                "environment: ['${password}=x']",
            })
    void aSecretAnywhereElseIsRefusedAndNotShown(String yaml) {
        web(yaml);

        assertThat(remarks.problems()).isNotEmpty();
        assertThat(remarks.problems().toString()).doesNotContain("hunter2");
    }

    @Test
    void aParameterCannotBecomeAnythingButItsValue() {
        ServiceDefinition service = web("command: [\"${hostile}\"]\nenvironment: ['A=${hostile}']");

        assertThat(remarks.problems()).isEmpty();
        assertThat(service.form().command()).contains(List.of("x\n    privileged: true # \"' $$"));
        assertThat(service.form().environment()).containsOnlyKeys("A");
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "labels: {a: b}",
                "labels: [a=b]",
                "expose: [80]",
                "ports: ['127.0.0.1:val:8000']",
                "ports: [22:22]",
                "container_name: x",
                "logging: {driver: syslog}",
                "annotations: {}",
                "x-own: {any: thing}",
                "mem_reservation: 1g",
                "privileged: false",
                "oom_kill_disable: false",
                "attach: false",
            })
    void ignoresWithAReason(String yaml) {
        web(yaml);

        assertThat(remarks.problems()).isEmpty();
        Finding finding = finding("services.web." + yaml.substring(0, yaml.indexOf(':')));
        assertThat(finding.outcome()).isEqualTo(Outcome.IGNORED);
        assertThat(finding.reason()).isNotEmpty();
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "build: .",
                "build: {context: .}",
                "privileged: true",
                "privileged: yes",
                "network_mode: host",
                "network_mode: none",
                "pid: host",
                "ipc: host",
                "devices: [/dev/kvm]",
                "security_opt: [seccomp=unconfined]",
                "userns_mode: host",
                "cgroup_parent: /",
                "runtime: x",
                "gpus: all",
                "use_api_socket: true",
                "volumes_from: [db]",
                "uts: host",
                "cgroup: host",
                "group_add: [x]",
                "oom_score_adj: 5",
                "oom_kill_disable: true",
                "domainname: x",
                "label_file: x",
                "external_links: [a]",
                "storage_opt: {size: 1g}",
                "device_cgroup_rules: [a]",
            })
    void refusesByNameAndLine(String yaml) {
        web(yaml);

        String path = "services.web." + yaml.substring(0, yaml.indexOf(':'));
        Problem problem = remarks.problems().getFirst();
        assertThat(problem.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(problem.path()).isEqualTo(path);
        assertThat(problem.line()).isEqualTo(4);
        assertThat(finding(path).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest(name = "[{0}] {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "volumes: ['/var/run/docker.sock:/x'] | services.web.volumes[0] | socket",
                "volumes: ['data:/a', '/etc:/x:ro'] | services.web.volumes[1] | directories of the node",
                "volumes: ['~/x:/x'] | services.web.volumes[0] | directories of the node",
                "volumes: ['../x:/x'] | services.web.volumes[0] | below the template's directory",
                "volumes: ['./a/../../x:/x'] | services.web.volumes[0] | below the template's directory",
                "volumes: ['./a\\\\b:/x'] | services.web.volumes[0] | below the template's directory",
                "volumes: [/var/run/docker.sock] | services.web.volumes[0] | socket",
                "volumes: [{type: bind, source: /, target: /x}] | services.web.volumes[0].source | directories of the"
                        + " node",
                "volumes: [{type: bind, source: /run/docker.sock, target: /x}] | services.web.volumes[0].source |"
                        + " socket",
                "deploy: {replicas: 2}\\nvolumes: ['data:/a'] | services.web.deploy.replicas | same volume",
                "tmpfs: '/run:dev' | services.web.tmpfs | no other is supported",
                "tmpfs: '/run:mpol=local' | services.web.tmpfs | no other is supported",
                "sysctls: {kernel.shmmax: 1} | services.web.sysctls.kernel.shmmax | of the container's own network",
                "sysctls: [net.ipv4.ip_forward=1] | services.web.sysctls[0] | of the container's own network",
                "ulimits: {rtprio: 99} | services.web.ulimits.rtprio | one of core",
                "ulimits: {nice: 20} | services.web.ulimits.nice | one of core",
                "cap_add: [SYS_ADMIN] | services.web.cap_add[0] | a way out",
                "cap_add: [ALL] | services.web.cap_add[0] | a way out",
                "cap_add: [CHOWN, NET_RAW] | services.web.cap_add[1] | template.yaml approves",
                "extends: {file: other.yml, service: db} | services.web.extends | another file",
                "extends: nobody | services.web.extends | another file",
                "networks: {front: {ipv4_address: 1.2.3.4}} | services.web.networks.front.ipv4_address | addresses",
            })
    void refusesWhatIsDangerousOrMissingInside(String yaml, String path, String reason) {
        web(yaml.replace("\\n", "\n"));

        Problem problem = remarks.problems().getFirst();
        assertThat(problem.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(problem.path()).isEqualTo(path);
        assertThat(problem.expected()).contains(reason);
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(
            delimiter = '|',
            value = {
                "image: '-x' | services.web.image",
                "image: [a] | services.web.image",
                "image: '${nobody}' | services.web.image",
                "image: '${' | services.web.image",
                "command: 'a \"b' | services.web.command",
                "command: {a: b} | services.web.command",
                "command: [[a]] | services.web.command[0]",
                "command: [true] | services.web.command[0]",
                "environment: text | services.web.environment",
                "environment: {A: [b]} | services.web.environment.A",
                "environment: {'A B': c} | services.web.environment.A B",
                "environment: ['=b'] | services.web.environment.",
                "environment: ['$two=b'] | services.web.environment.$two",
                "environment: {A: '${nobody}'} | services.web.environment.A",
                "init: maybe | services.web.init",
                "user: 'a b' | services.web.user",
                "working_dir: app | services.web.working_dir",
                "stop_signal: stop | services.web.stop_signal",
                "stop_grace_period: 10 | services.web.stop_grace_period",
                "mem_limit: 1m | services.web.mem_limit",
                "mem_limit: '${two}' | services.web.mem_limit",
                "cpus: 0 | services.web.cpus",
                "cpus: 99999999999999999999999999999999999999999 | services.web.cpus",
                "deploy: {replicas: -1} | services.web.deploy.replicas",
                "deploy: {replicas: 101} | services.web.deploy.replicas",
                "deploy: {mode: global} | services.web.deploy.mode",
                "deploy: text | services.web.deploy",
                "deploy: {resources: {limits: {memory: lots}}} | services.web.deploy.resources.limits.memory",
                "deploy: {restart_policy: {condition: never}} | services.web.deploy.restart_policy.condition",
                "restart: sometimes | services.web.restart",
                "restart: 'on-failure:x' | services.web.restart",
                "volumes: text | services.web.volumes",
                "volumes: ['nobody:/a'] | services.web.volumes[0]",
                "volumes: ['data:a'] | services.web.volumes[0]",
                "volumes: ['data:/'] | services.web.volumes[0]",
                "volumes: ['data:/a/../..'] | services.web.volumes[0]",
                "volumes: ['data:/proc'] | services.web.volumes[0]",
                "volumes: ['data:/a:rx'] | services.web.volumes[0]",
                "volumes: ['data:/a', 'data:/a/'] | services.web.volumes[1]",
                "volumes: [{type: volume, source: data}] | services.web.volumes[0].target",
                "volumes: [{type: npipe, source: data, target: /a}] | services.web.volumes[0].type",
                "networks: [nobody] | services.web.networks[0]",
                "networks: {nobody: } | services.web.networks.nobody",
                "networks: text | services.web.networks",
                "networks: {front: {aliases: ['a b']}} | services.web.networks.front.aliases[0]",
                "depends_on: [nobody] | services.web.depends_on[0]",
                "depends_on: [web] | services.web.depends_on[0]",
                "depends_on: db | services.web.depends_on",
                "depends_on: {db: } | services.web.depends_on.db",
                "depends_on: {db: {condition: service_done}} | services.web.depends_on.db.condition",
                "depends_on: {db: {required: perhaps}} | services.web.depends_on.db.required",
                "links: [nobody] | services.web.links[0]",
                "links: ['db:a b'] | services.web.links[0]",
                "extra_hosts: ['a=host-gateway'] | services.web.extra_hosts[0]",
                "extra_hosts: {a: 1.2.3} | services.web.extra_hosts.a",
                "extra_hosts: ['a b=1.2.3.4'] | services.web.extra_hosts[0]",
                "extra_hosts: ['a=1::2::3'] | services.web.extra_hosts[0]",
                "dns: resolver.example.org | services.web.dns",
                "dns_search: ['a b'] | services.web.dns_search[0]",
                "dns_opt: ['a b'] | services.web.dns_opt[0]",
                "hostname: a.b | services.web.hostname",
                "ulimits: {nofile: many} | services.web.ulimits.nofile",
                "ulimits: {nofile: {soft: 1}} | services.web.ulimits.nofile.hard",
                "ulimits: {nofile: {soft: 3, hard: 2}} | services.web.ulimits.nofile.soft",
                "shm_size: much | services.web.shm_size",
                "sysctls: {net.core.somaxconn: 'a b'} | services.web.sysctls.net.core.somaxconn",
                "cap_drop: [FLY] | services.web.cap_drop[0]",
                "platform: amiga | services.web.platform",
                "pull_policy: always | services.web.pull_policy",
                "scale: -1 | services.web.scale",
                "secrets: [nobody] | services.web.secrets[0]",
                "configs: [{source: nobody, target: /a}] | services.web.configs[0]",
                "env_file: missing.env | services.web.env_file",
                "env_file: [{path: missing.env, format: other}] | services.web.env_file[0].format",
                "volumes: ['./missing:/x'] | services.web.volumes[0]",
                "healthcheck: text | services.web.healthcheck",
                "healthcheck: {test: [curl, x]} | services.web.healthcheck.test",
                "healthcheck: {test: []} | services.web.healthcheck.test",
                "healthcheck: {interval: 0} | services.web.healthcheck.interval",
                "healthcheck: {retries: 0} | services.web.healthcheck.retries",
            })
    void refusesValuesThatAreNone(String yaml, String path) {
        web(yaml);

        Problem problem = remarks.problems().getFirst();
        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID);
        assertThat(problem.path()).isEqualTo(path);
        assertThat(problem.line()).isEqualTo(4);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"imagee: x", "Image: x", "deploy: {replica: 2}", "healthcheck: {tests: x}", "x: y"})
    void unknownKeysAreRefused(String yaml) {
        web(yaml);

        assertThat(remarks.problems()).extracting(Problem::code).contains(ErrorCode.UNKNOWN_FIELD);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "include: [x]",
                "secrets: {a: {driver: x}}",
                "configs: {a: {template_driver: x}}",
                "volumes: {v: {external: true}}",
                "volumes: {v: {driver_opts: {}}}",
                "networks: {n: {external: true}}",
                "networks: {n: {ipam: {}}}",
            })
    void refusesAtTheTop(String yaml) {
        read(yaml + "\nservices: {web: {image: a}}\n");

        assertThat(remarks.problems()).extracting(Problem::code).containsExactly(ErrorCode.UNSUPPORTED);
        assertThat(remarks.problems().getFirst().line()).isEqualTo(1);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "version: 3.8",
                "version: '3'",
                "name: x",
                "x-any: [thing]",
                "volumes: {v: {}}",
                "volumes: {v: }",
                "volumes:",
                "volumes: {v: {name: x, labels: {}, driver: local, external: false}}",
                "networks: {n: {driver: overlay}}",
                "networks: {n: {driver_opts: {encrypted: ''}, attachable: true}}",
            })
    void acceptsAtTheTop(String yaml) {
        read(yaml + "\nservices: {web: {image: a}}\n");

        assertThat(remarks.problems()).isEmpty();
    }

    @Test
    void internalNetworksAreInternal() {
        ComposeFile file = read("networks: {n: {internal: true}, m: }\nservices: {web: {image: a}}");

        assertThat(file.networks()).isEqualTo(Map.of("n", true, "m", false, "default", false));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "services: {}",
                "services:",
                "services: []",
                "x-a: b",
                "[]",
                "text",
                "services: {web: }",
                "services: {web: text}",
                "services: {'a b': {image: x}}",
                "services: {web: {command: x}}"
            })
    void aFileWithoutServicesIsRefused(String yaml) {
        read(yaml);

        assertThat(remarks.problems()).isNotEmpty();
    }

    @Test
    void dependenciesThatNeverEndAreTold() {
        read("services:\n"
                + "  a: {image: x, depends_on: [b]}\n"
                + "  b: {image: x, depends_on: [c]}\n"
                + "  c: {image: x, depends_on: [b]}\n");

        Problem problem = remarks.problems().getFirst();
        assertThat(problem.came()).isEqualTo("b -> c -> b");
        assertThat(problem.line()).isEqualTo(3);
        assertThat(remarks.problems()).hasSize(1);
    }

    @Test
    void whatIsOpenIsLeftToTheRendering() {
        web("mem_limit: ${open}\n"
                + "volumes: ['${open}:/a']\n"
                + "depends_on: ['${open}']\n"
                + "networks: ['${open}']\n"
                + "user: ${open}");

        assertThat(remarks.problems()).isEmpty();
    }

    @Test
    void manyServicesAreRefused() {
        StringBuilder file = new StringBuilder("services:\n");
        for (int i = 0; i < 1000; i++) {
            file.append("  s%d: {image: x, depends_on: [s%d]}\n".formatted(i, i + 1));
        }

        read(file.toString());

        assertThat(remarks.problems()).hasSize(1);
    }

    /** A service whose wanted keys begin on line 4. */
    private ServiceDefinition web(String yaml) {
        String third = yaml.startsWith("image:") ? "    # image below" : "    image: a";
        String rest = "  db: {image: b}\nvolumes: {data: }\nnetworks: {front: , inner: {internal: true}}\n";
        ComposeFile file = read("services:\n  web:\n" + third + "\n" + yaml.indent(4) + rest);
        return Optional.ofNullable(file.services().get(new ServiceName("web"))).orElseThrow();
    }

    private ComposeFile read(String yaml) {
        return TreeReader.read(yaml, remarks)
                .map(tree -> ComposeReader.read(tree, VARIABLES, remarks))
                .orElseThrow(() -> new AssertionError(remarks.problems()));
    }

    private Finding finding(String path) {
        return remarks.findings().stream()
                .filter(it -> it.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<List<String>> words(String... words) {
        return Optional.of(List.of(words));
    }

    private static Limits memory(long bytes) {
        return new Limits(OptionalInt.empty(), OptionalLong.of(bytes), OptionalInt.empty());
    }

    private static List<DependsOn> depends(DependsOn.Condition condition) {
        return List.of(new DependsOn(new ServiceName("db"), condition));
    }

    private static Optional<HealthCheck> asks(String... words) {
        return Optional.of(new HealthCheck(
                new Probe.Command(List.of(words)),
                STANDARD_TIMES.interval(),
                STANDARD_TIMES.timeout(),
                STANDARD_TIMES.retries(),
                STANDARD_TIMES.startPeriod()));
    }
}
