package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.secret.Secret;

/**
 * Holds revisions where they are. Whoever changes an expected value here replaces every container of every instance at the
 * next release: a new form needs a new version beside the old one.
 */
class CanonicalFormTest {
    private static final ServiceForm LEAST = new ServiceForm(
            ImageRef.named("example/web:1"),
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(new Attachment("default", List.of())),
            Limits.NONE);

    private static final ServiceForm MOST = new ServiceForm(
            new ImageRef("example/web:1", Optional.of("sha256:" + "0123456789abcdef".repeat(4))),
            Optional.of(List.of("/entry", "")),
            Optional.of(List.of("serve", "größe", "a\nb")),
            environment(),
            Optional.of("1000:1000"),
            Optional.of("/app"),
            true,
            Optional.of(Duration.ofMillis(1500)),
            Optional.of("SIGQUIT"),
            List.of(
                    new Mount.Volume("data", "/data", false),
                    new Mount.Volume("data", "/copy", true),
                    new Mount.Tmpfs("/run", OptionalLong.empty()),
                    new Mount.Tmpfs("/tmp", OptionalLong.of(1024))),
            List.of(new Attachment("front", List.of()), new Attachment("back", List.of("b", "a"))),
            new Limits(OptionalInt.of(500), OptionalLong.of(67_108_864), OptionalInt.of(100)));

    @Test
    void theFormIsFixed() {
        assertThat(CanonicalForm.text(LEAST)).isEqualTo("""
                2 5:image,13:example/web:1,
                2 7:network,7:default,
                """);
        assertThat(CanonicalForm.text(MOST)).isEqualTo("""
                2 5:image,13:example/web:1,
                2 6:digest,71:sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,
                3 10:entrypoint,6:/entry,0:,
                4 7:command,5:serve,7:größe,3:a
                b,
                3 11:environment,1:A,1:1,
                3 18:secret environment,8:PASSWORD,64:f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7,
                2 4:user,9:1000:1000,
                2 17:working directory,4:/app,
                2 4:init,4:true,
                2 10:stop grace,10:1500000000,
                2 11:stop signal,7:SIGQUIT,
                4 6:volume,5:/copy,4:data,2:ro,
                4 6:volume,5:/data,4:data,2:rw,
                3 5:tmpfs,4:/run,0:,
                3 5:tmpfs,4:/tmp,4:1024,
                2 7:network,4:back,
                2 5:alias,1:a,
                2 5:alias,1:b,
                2 7:network,5:front,
                2 10:millicores,3:500,
                2 6:memory,8:67108864,
                2 4:pids,3:100,
                """);
    }

    @Test
    void theRevisionsAreFixed() {
        assertThat(CanonicalForm.revision(LEAST)).hasToString("r1-45a1bacdd39ddf2f1cc6273e2c7a9f75");
        assertThat(CanonicalForm.revision(MOST)).hasToString("r1-06a47f840a3b6c3f9f250de895c2ab0e");
    }

    @Test
    void theRevisionsOfATemplateAreFixed() {
        Rendered rendered = Rendering.render(Samples.template(), Samples.input(Map.of("contact", "chair@example.org")));

        assertThat(rendered.services().stream().map(it -> it.name() + " " + it.revision()))
                .containsExactly(
                        "db r1-f875e3b539e2bf3af962df986cd01eb9",
                        "web r1-086583ae82ab3528cf52d804f0257ed7",
                        "worker r1-cfbfb1f4bb7657595badfe8d817cb47e");
    }

    @Test
    void everyPartOfAFormCounts() {
        Set<Revision> revisions = new HashSet<>();
        List<ServiceForm> forms = List.of(
                MOST,
                LEAST,
                command(List.of()),
                command(List.of("")),
                command(List.of("a", "b")),
                command(List.of("a b")),
                command(List.of("ab")),
                environment("A", new EnvironmentValue.Plain("")),
                environment("A", new EnvironmentValue.Plain("x")),
                environment("A", new EnvironmentValue.Sensitive(Secret.of("x"))),
                mounted(new Mount.Volume("a", "/b", false)),
                mounted(new Mount.Volume("a", "/b", true)),
                mounted(new Mount.Tmpfs("/b", OptionalLong.empty())),
                mounted(new Mount.Tmpfs("/b", OptionalLong.of(1))));

        forms.forEach(form -> revisions.add(CanonicalForm.revision(form)));

        assertThat(revisions).hasSameSizeAs(forms);
    }

    private static SortedMap<String, EnvironmentValue> environment() {
        SortedMap<String, EnvironmentValue> environment = new TreeMap<>();
        environment.put("PASSWORD", new EnvironmentValue.Sensitive(Secret.of("hunter2")));
        environment.put("A", new EnvironmentValue.Plain("1"));
        return environment;
    }

    private static ServiceForm command(List<String> command) {
        return form(Optional.of(command), new TreeMap<>(), List.of());
    }

    private static ServiceForm environment(String name, EnvironmentValue value) {
        SortedMap<String, EnvironmentValue> environment = new TreeMap<>();
        environment.put(name, value);
        return form(Optional.empty(), environment, List.of());
    }

    private static ServiceForm mounted(Mount mount) {
        return form(Optional.empty(), new TreeMap<>(), List.of(mount));
    }

    private static ServiceForm form(
            Optional<List<String>> command, SortedMap<String, EnvironmentValue> environment, List<Mount> mounts) {
        return new ServiceForm(
                LEAST.image(),
                Optional.empty(),
                command,
                environment,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                mounts,
                LEAST.networks(),
                Limits.NONE);
    }
}
