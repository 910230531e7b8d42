package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.runtime.Bounds;
import org.tenantry.agent.runtime.Heard;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.ClusterId;

class EngineTest {
    private static final ClusterId CLUSTER = new ClusterId("c-aaaaaaaaaaaa");

    @Test
    void speaksTheEnginesOwnVersion() {
        try (HttpFake engine = engine("1.47");
                Runtime runtime = at("tcp://" + engine.address())) {
            runtime.subnets();

            assertThat(engine.paths()).containsExactly("/version", "/v1.47/networks");
        }
    }

    @Test
    void keepsNoConnectionOpenOnWhichAnEngineThatStopsWouldGoOn() {
        try (HttpFake engine = engine("1.41");
                Runtime runtime = at("tcp://" + engine.address())) {
            runtime.subnets();

            assertThat(engine.heads()).hasSize(2).allMatch(head -> head.contains("Connection: close"));
        }
    }

    @Test
    void refusesAnEngineThatIsTooOld() {
        try (HttpFake engine = engine("1.40");
                Runtime runtime = at("tcp://" + engine.address())) {
            assertThatThrownBy(runtime::inventory).isInstanceOfSatisfying(TenantryException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
                assertThat(refusal.message()).contains("1.40").contains("1.41");
            });
        }
    }

    @Test
    void saysThatNoEngineIsThere() {
        try (Runtime runtime = at("unix:///nonexistent/docker.sock")) {
            unavailable(runtime);
        }
    }

    @Test
    void givesUpOnAnEngineThatDoesNotAnswer() {
        try (HttpFake engine = HttpFake.answering(path -> HttpFake.Answer.none());
                Runtime runtime = at("tcp://" + engine.address())) {
            unavailable(runtime);
        }
    }

    @Test
    void saysThatAFailingEngineIsUnavailable() {
        try (HttpFake engine = HttpFake.answering(path -> path.equals("/version")
                        ? new HttpFake.Answer(200, "{\"ApiVersion\": \"1.41\"}")
                        : new HttpFake.Answer(500, "{\"message\": \"no more loop devices\"}"));
                Runtime runtime = at("tcp://" + engine.address())) {
            assertThatThrownBy(runtime::subnets).hasMessage("no more loop devices");
            unavailable(runtime);
        }
    }

    @Test
    void tellsOfAChangeEachTimeTheEventsAreOpenedAgain() {
        Heard heard = new Heard();
        try (HttpFake engine = engine("1.41");
                Runtime runtime = at("tcp://" + engine.address());
                Runtime.Subscription events = runtime.events(heard)) {
            Waiting.until("the stream was opened three times", () -> heard.openings() >= 3);

            assertThat(engine.paths()).contains("/v1.41/events");
        }
    }

    private static void unavailable(Runtime runtime) {
        assertThatThrownBy(runtime::inventory)
                .isInstanceOfSatisfying(
                        TenantryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private static HttpFake engine(String api) {
        return HttpFake.answering(path -> path.equals("/version")
                ? new HttpFake.Answer(200, "{\"ApiVersion\": \"" + api + "\"}")
                : new HttpFake.Answer(200, path.endsWith("/events") ? "" : "[]"));
    }

    private static Runtime at(String address) {
        DockerSettings settings = new DockerSettings(
                URI.create(address),
                Path.of("/nonexistent"),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Bounds.usual());
        return DockerRuntime.open(settings, CLUSTER);
    }
}
