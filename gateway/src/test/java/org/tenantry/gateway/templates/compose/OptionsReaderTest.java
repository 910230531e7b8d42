package org.tenantry.gateway.templates.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Options;
import org.tenantry.common.instance.Options.Ulimit;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Problem;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.TreeReader;

class OptionsReaderTest {
    private static final Beside BESIDE =
            new Beside(Set.of("old"), Set.of("extra"), Set.of("NET_RAW"), Map.of(), FileSet.NONE);

    private final Remarks remarks = new Remarks("docker-compose.yml");

    static Stream<Arguments> used() {
        return Stream.of(
                one("hostname: db-1", Options::hostname, Optional.of("db-1")),
                one("extra_hosts: ['a:1.2.3.4', 'b=::1']", Options::extraHosts, List.of("a:1.2.3.4", "b:::1")),
                one(
                        "extra_hosts: {a.example.org: '[2001:db8::1]'}",
                        Options::extraHosts,
                        List.of("a.example.org:2001:db8::1")),
                one("dns: 9.9.9.9", it -> it.dns().servers(), List.of("9.9.9.9")),
                one("dns: [9.9.9.9, '2620:fe::fe']", it -> it.dns().servers(), List.of("9.9.9.9", "2620:fe::fe")),
                one("dns_search: example.org", it -> it.dns().search(), List.of("example.org")),
                one("dns_opt: ['ndots:1', rotate]", it -> it.dns().options(), List.of("ndots:1", "rotate")),
                one(
                        "ulimits: {nofile: 64, core: {soft: 0, hard: -1}}",
                        Options::ulimits,
                        List.of(new Ulimit("core", 0, -1), new Ulimit("nofile", 64, 64))),
                one("shm_size: 64m", Options::sharedMemory, OptionalLong.of(64 << 20)),
                one("sysctls: {net.core.somaxconn: 1024}", Options::sysctls, Map.of("net.core.somaxconn", "1024")),
                one(
                        "sysctls: ['net.ipv4.ip_local_port_range=1024 65000']",
                        Options::sysctls,
                        Map.of("net.ipv4.ip_local_port_range", "1024 65000")),
                one("cap_add: [chown, CAP_NET_RAW]", it -> it.capabilities().added(), List.of("CHOWN", "NET_RAW")),
                one("cap_drop: [ALL, SYS_ADMIN]", it -> it.capabilities().dropped(), List.of("ALL", "SYS_ADMIN")),
                one("read_only: true", Options::readOnly, true),
                one("tty: true", Options::tty, true),
                one("stdin_open: true", Options::stdinOpen, true),
                one("platform: linux/arm64/v8", Options::platform, Optional.of("linux/arm64/v8")));
    }

    private static Arguments one(String yaml, Function<Options, Object> part, Object expected) {
        return Arguments.of(yaml, part, expected);
    }

    @ParameterizedTest(name = "[{0}]")
    @MethodSource("used")
    void readsWhatAServiceAsksFor(String yaml, Function<Options, Object> part, Object expected) {
        ServiceDefinition web = web(yaml);

        assertThat(remarks.problems()).isEmpty();
        assertThat(part.apply(web.form().options().orElseThrow())).isEqualTo(expected);
        assertThat(web.form().protocol()).isEqualTo(2);
    }

    @Test
    void aServiceThatAsksForNothingHasNoOptions() {
        ServiceDefinition web = web("read_only: false\ntty: false\npull_policy: missing\ndns: []");

        assertThat(remarks.problems()).isEmpty();
        assertThat(web.form().options()).isEmpty();
        assertThat(web.form().protocol()).isEqualTo(1);
    }

    @Test
    void readsMemoryWithOptionsAndVolumesThatOnlyAPathNames() {
        ServiceDefinition web = web("""
            tmpfs: ['/run:size=1m,mode=1777,uid=33']
            volumes:
              - /data
              - {type: volume, target: /more}
              - {type: tmpfs, target: /tmp, tmpfs: {mode: 01777}}
              - data:/z:ro,Z
            """);

        assertThat(remarks.problems()).isEmpty();
        assertThat(web.form().mounts())
                .containsExactly(
                        new Mount.Anonymous("/data"),
                        new Mount.Anonymous("/more"),
                        new Mount.Tmpfs("/run", OptionalLong.of(1 << 20), Optional.of("mode=1777,uid=33")),
                        new Mount.Tmpfs("/tmp", OptionalLong.empty(), Optional.of("mode=01777")),
                        new Mount.Volume("data", "/z", true));
        assertThat(web.writesVolume()).isFalse();
    }

    @Test
    void scaleCountsWhereDeploySaysNothing() {
        assertThat(web("scale: 3").replicas()).isEqualTo(3);
        assertThat(web("scale: 3\ndeploy: {replicas: 2}").replicas()).isEqualTo(2);
    }

    @Test
    void aLinkIsADependencyAndAnAliasInSharedNetworks() {
        ComposeFile file = read("""
            services:
              web: {image: a, networks: [front, back], links: [db, 'db:postgres']}
              db: {image: b, networks: [back, inner]}
            networks: {front: , back: , inner: }
            """);

        assertThat(remarks.problems()).isEmpty();
        ServiceDefinition web = service(file, "web");
        assertThat(web.dependsOn()).containsExactly(new DependsOn(new ServiceName("db"), DependsOn.Condition.STARTED));
        assertThat(service(file, "db").form().networks())
                .extracting(it -> it.network() + it.aliases())
                .containsExactly("back[postgres]", "inner[]");
    }

    @Test
    void anAliasThatWouldLeadToTwoServicesIsRefused() {
        read("""
            services:
              a: {image: a, links: ['c:db']}
              b: {image: a, links: ['d:db']}
              c: {image: a}
              d: {image: a}
            """);

        assertThat(remarks.problems()).extracting(Problem::path).containsExactly("services.b.links[0]");
    }

    @Test
    void whatIsDroppedIsMissedByNobody() {
        ComposeFile file = read("""
            services:
              web: {image: a, depends_on: [old, db], links: ['old:proxy']}
              old: {image: x, privileged: true, volumes: ['/var/run/docker.sock:/x']}
              db: {image: b, depends_on: {old: {condition: service_healthy}}}
            """);

        assertThat(remarks.problems()).isEmpty();
        assertThat(file.services().keySet()).extracting(ServiceName::value).containsExactly("db", "web");
        assertThat(service(file, "db").dependsOn()).isEmpty();
        assertThat(remarks.findings())
                .filteredOn(it -> it.outcome() == Finding.Outcome.IGNORED)
                .extracting(Finding::path)
                .containsExactlyInAnyOrder(
                        "services.old",
                        "services.web.depends_on[0]",
                        "services.web.links[0]",
                        "services.db.depends_on.old");
    }

    @Test
    void aProfileIsLeftOutUnlessItIsChosen() {
        ComposeFile file = read("""
            services:
              web: {image: a, depends_on: {debug: {condition: service_started, required: false}}}
              debug: {image: x, profiles: [debug]}
              more: {image: x, profiles: [debug, extra]}
              old: {image: x}
            """);

        assertThat(remarks.problems()).isEmpty();
        assertThat(file.services().keySet()).extracting(ServiceName::value).containsExactly("more", "web");
    }

    @Test
    void whoNeedsWhatAProfileLeavesOutIsTold() {
        read("""
            services:
              web: {image: a, depends_on: [debug]}
              debug: {image: x, profiles: [debug]}
              old: {image: x}
            """);

        assertThat(remarks.problems()).extracting(Problem::path).containsExactly("services.web.depends_on[0]");
        assertThat(remarks.problems().getFirst().expected()).contains("profiles");
    }

    @Test
    void aServiceThatIsDroppedMustBeThere() {
        TreeReader.read("services: {web: {image: a}}", remarks)
                .ifPresent(tree -> ComposeReader.read(tree, Variables.of(Map.of()), BESIDE, remarks));

        assertThat(remarks.problems()).extracting(Problem::came).containsExactly("old");
    }

    @Test
    void extensionsFollowComposesRulesOfMerging() {
        ComposeFile file = read("""
            services:
              base:
                image: a
                command: run
                environment: [A=1, B=2]
                cap_drop: [CHOWN]
                dns: 9.9.9.9
                volumes: ['data:/a', 'data:/b']
                depends_on: [db]
                deploy: {resources: {limits: {memory: 64m, cpus: 1}}}
              web:
                extends: {service: base}
                command: [serve]
                environment: {B: 3, C: 4}
                cap_drop: [KILL]
                volumes: ['other:/b']
                deploy: {resources: {limits: {memory: 128m}}}
              db: {image: b}
              old: {image: x}
            volumes: {data: , other: }
            """);

        assertThat(remarks.problems()).isEmpty();
        ServiceDefinition web = service(file, "web");
        assertThat(web.form().command()).contains(List.of("serve"));
        assertThat(web.form().environment().keySet()).containsExactly("A", "B", "C");
        assertThat(web.form().environment().values())
                .extracting(it -> it.reveal())
                .containsExactly("1", "3", "4");
        assertThat(web.form().options().orElseThrow().capabilities().dropped()).containsExactly("CHOWN", "KILL");
        assertThat(web.form().mounts())
                .containsExactly(new Mount.Volume("data", "/a", false), new Mount.Volume("other", "/b", false));
        assertThat(web.dependsOn()).hasSize(1);
        assertThat(web.form().limits().memoryBytes()).hasValue(128 << 20);
        assertThat(web.form().limits().milliCores()).hasValue(1000);
    }

    @Test
    void servicesThatExtendEachOtherAreRefused() {
        read("services: {a: {extends: b}, b: {extends: a}, old: {image: x}}");

        assertThat(remarks.problems()).extracting(Problem::path).contains("services.a.extends");
    }

    private ServiceDefinition web(String yaml) {
        return service(
                read("services:\n  old: {image: x}\n  web:\n    image: a\n" + yaml.indent(4) + "volumes: {data: }\n"),
                "web");
    }

    private ComposeFile read(String yaml) {
        String whole = yaml.contains("old") ? yaml : yaml.replaceFirst("services:\n", "services:\n  old: {image: x}\n");
        return TreeReader.read(whole, remarks)
                .map(tree -> ComposeReader.read(tree, Variables.of(Map.of()), BESIDE, remarks))
                .orElseThrow(() -> new AssertionError(remarks.problems()));
    }

    private static ServiceDefinition service(ComposeFile file, String name) {
        return Optional.ofNullable(file.services().get(new ServiceName(name))).orElseThrow();
    }
}
