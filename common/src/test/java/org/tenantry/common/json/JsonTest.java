package org.tenantry.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.DependsOn;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Options;
import org.tenantry.common.instance.RestartPolicy;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.Web;
import org.tenantry.common.instance.WebProtocol;
import org.tenantry.common.node.Term;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.tenant.TenantId;

class JsonTest {
    @Test
    void anAssignmentComesBackAsItWasThroughASealedChannel() {
        Assignment assignment = assignment();

        String text = Json.write(Json.sealed(), assignment);

        assertThat(Json.read(Json.sealed(), text, Assignment.class)).isEqualTo(assignment);
        assertThat(text).contains("s3cret");
    }

    @Test
    void aSecretIsNeverWrittenWhereAnybodySeesIt() {
        assertThatThrownBy(() -> Json.write(Json.open(), assignment())).hasMessageContaining("secret");
        assertThat(assignment().toString()).doesNotContain("s3cret");
    }

    @Test
    void anUnknownFieldIsRefusedFromPeopleAndSkippedFromANewerRelease() {
        String text = "{\"port\":1,\"service\":\"web\",\"colour\":\"red\"}";

        assertThatThrownBy(() -> Json.read(Json.open(), text, Web.class)).hasMessageContaining("colour");
        assertThat(Json.read(Json.sealed(), "{\"port\":1,\"service\":\"web\",\"colour\":\"red\"}", Web.class))
                .isEqualTo(new Web(new ServiceName("web"), 1, Optional.empty()));
    }

    @Test
    void aWebServiceOfBeforeThereWasAChoiceSpeaksHttp11() {
        Web plain = new Web(new ServiceName("web"), 1, Optional.empty(), Optional.of(WebProtocol.HTTP1));
        Web called = new Web(new ServiceName("web"), 1, Optional.empty(), Optional.of(WebProtocol.H2C));

        assertThat(Json.read(Json.sealed(), "{\"port\":1,\"service\":\"web\"}", Web.class))
                .isEqualTo(plain);
        assertThat(Json.write(Json.sealed(), plain)).isEqualTo("{\"service\":\"web\",\"port\":1}");
        assertThat(Json.read(Json.sealed(), Json.write(Json.sealed(), called), Web.class))
                .isEqualTo(called);
    }

    @Test
    void anEndpointOfBeforeThereWasAChoiceSpeaksHttp11() {
        String told = "{\"node\":\"n-abcdefghijkl\",\"term\":{\"incarnation\":1,\"number\":2},"
                + "\"instance\":\"i-abcdefghijkl\",\"replica\":{\"service\":\"web\",\"number\":1},"
                + "\"address\":\"10.0.0.2\",\"port\":80,\"device\":\"t-1\"}";

        Endpoint endpoint = Json.read(Json.open(), told, Endpoint.class);

        assertThat(endpoint.speaksH2c()).isFalse();
        assertThat(Json.read(Json.sealed(), Json.write(Json.sealed(), endpoint), Endpoint.class))
                .isEqualTo(endpoint);
        assertThat(Json.write(Json.open(), endpoint)).doesNotContain("protocol");
    }

    @Test
    void aNumberIsNotAText() {
        assertThatThrownBy(() -> Json.read(Json.open(), "{\"port\":1,\"service\":7}", Web.class))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void anAssignmentOfTheReleaseBeforeIsReadAsItWasMeant() {
        Assignment assignment = assignment();

        String text = Json.write(Json.sealed(), assignment);

        assertThat(assignment.protocol()).isEqualTo(1);
        assertThat(text).doesNotContain("options").doesNotContain("optional");
        assertThat(Json.read(Json.sealed(), text, Assignment.class).protocol()).isEqualTo(1);
    }

    @Test
    void whatServicesGainedComesBackAsItWas() {
        Assignment plain = assignment();
        Content content = Content.of("x".getBytes(java.nio.charset.StandardCharsets.UTF_8), true);
        List<Mount> mounts = List.of(
                new Mount.Anonymous("/data"),
                new Mount.Tmpfs("/run", OptionalLong.of(1), Optional.of("mode=1777")),
                new Mount.File("/a", content, 0440, OptionalInt.of(1), OptionalInt.empty()),
                new Mount.Directory("/b", List.of(new Mount.Directory.Entry("c/d", content, 0555))));
        Options options = new Options(
                Optional.of("host"),
                List.of("a:1.2.3.4"),
                new Options.Dns(List.of("9.9.9.9"), List.of(), List.of()),
                List.of(new Options.Ulimit("nofile", 1, -1)),
                OptionalLong.of(64),
                new TreeMap<>(Map.of("net.core.somaxconn", "1")),
                new Options.Capabilities(List.of("KILL", "CHOWN"), List.of("ALL")),
                true,
                true,
                true,
                Optional.of("linux/amd64"));
        Service web = plain.services().getFirst();
        ServiceForm form = web.form();
        Service more = new Service(
                web.name(),
                web.revision(),
                1,
                new ServiceForm(
                        form.image(),
                        form.entrypoint(),
                        form.command(),
                        form.environment(),
                        form.user(),
                        form.workingDirectory(),
                        form.init(),
                        form.stopGrace(),
                        form.stopSignal(),
                        mounts,
                        form.networks(),
                        form.limits(),
                        Optional.of(options)),
                List.of(new DependsOn(web.name(), DependsOn.Condition.STARTED, Optional.of(true))),
                web.health(),
                web.restart());

        Service read = Json.read(Json.sealed(), Json.write(Json.sealed(), more), Service.class);

        assertThat(read).isEqualTo(more);
        assertThat(read.protocol()).isEqualTo(2);
    }

    private static Assignment assignment() {
        TreeMap<String, EnvironmentValue> environment = new TreeMap<>();
        environment.put("PASSWORD", new EnvironmentValue.Sensitive(Secret.of("s3cret")));
        environment.put("TITLE", new EnvironmentValue.Plain("Assembly"));
        ServiceForm form = new ServiceForm(
                ImageRef.named("tenantry-sample/hello:1.0"),
                Optional.empty(),
                Optional.of(List.of("run", "")),
                environment,
                Optional.of("1000"),
                Optional.empty(),
                true,
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty(),
                List.of(new Mount.Volume("db", "/data", false)),
                List.of(new Attachment("default", List.of("web"))),
                Limits.NONE);
        Service service = new Service(
                new ServiceName("web"),
                new Revision("r1-0123456789abcdef0123456789abcdef"),
                2,
                form,
                List.of(new DependsOn(new ServiceName("db"), DependsOn.Condition.HEALTHY)),
                Optional.of(new HealthCheck(
                        new HealthCheck.Probe.Http(8000, "/health"),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        3,
                        Duration.ZERO)),
                new RestartPolicy(RestartPolicy.Condition.ALWAYS, 0));
        return new Assignment(
                new InstanceId("i-abcdefghijkl"),
                new TenantId("t-abcdefghijkl"),
                new Term(1, 2),
                3,
                Goal.RUNNING,
                List.of(service),
                List.of(new InstanceNetwork("default", false)),
                List.of("db"),
                new Web(new ServiceName("web"), 8000, Optional.of("/health")));
    }
}
