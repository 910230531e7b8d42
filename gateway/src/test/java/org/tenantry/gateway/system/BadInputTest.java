package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tenantry.common.json.Json;

/** Bad input gets an answer that names the field and the reason, and leaves nothing behind. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class BadInputTest {
    private static final String COMPOSE = "services: {web: {image: 'tenantry-sample/hello:1.0'}}\n";
    private static final String GOOD = "{\"name\":\"good\",\"tenant\":\"acme\",\"template\":\"hello\"}";

    private final Machine machine;

    BadInputTest(Machine machine) {
        this.machine = machine;
    }

    /** What is sent where, and what the refusal says. */
    enum Bad {
        UNKNOWN_TEMPLATE("/instances", GOOD.replace("hello", "goodbye"), 404, "template", "goodbye"),
        UNKNOWN_VERSION("/instances", GOOD.replace("hello", "hello@9"), 404, "template", "hello@9"),
        UNKNOWN_TENANT("/instances", GOOD.replace("acme", "umbrella"), 404, "tenant", "umbrella"),
        INVALID_NAME("/instances", GOOD.replace("good", "Not_Good"), 400, "name", "Not_Good"),
        INVALID_HOST("/instances", with("\"hosts\":[\"no host\"]"), 400, "hosts", "no host"),
        WRONG_TYPE("/instances", GOOD.replace("\"good\"", "{\"is\":1}"), 400, "name", "text"),
        UNKNOWN_FIELD("/instances", with("\"colour\":\"red\""), 400, "colour", "colour"),
        PARAMETERS_OF_WRONG_TYPE(
                "/instances", with("\"parameters\":{\"title\":5}"), 400, "parameters.title", "a number"),
        UNKNOWN_PARAMETER("/instances", with("\"parameters\":{\"colour\":\"red\"}"), 400, "parameters", "colour"),
        NOT_JSON("/instances", "{\"name\":", 400, "", "JSON"),
        TOO_LARGE("/instances", with("\"labels\":{\"a\":\"" + "x".repeat(2 << 20) + "\"}"), 413, "body", "bytes"),
        MALFORMED_YAML(
                "/templates",
                template(Samples.manifest("bad"), "services: ["),
                400,
                "compose",
                "docker-compose.yml:1:12"),
        UNKNOWN_COMPOSE_KEY(
                "/templates",
                template(Samples.manifest("bad"), COMPOSE.replace("}}", ", colour: red}}")),
                400,
                "services.web.colour",
                "colour"),
        UNSUPPORTED_COMPOSE_KEY(
                "/templates",
                template(Samples.manifest("bad"), COMPOSE.replace("}}", ", privileged: true}}")),
                422,
                "services.web.privileged",
                "privileged"),
        UNKNOWN_WEB_SERVICE(
                "/templates",
                template(Samples.manifest("bad").replace("service: web", "service: www"), COMPOSE),
                400,
                "web",
                "www"),
        INVALID_TENANT("/tenants", "{\"name\":\"Ümlaut\"}", 400, "name", "Ümlaut"),
        TAKEN_TENANT("/tenants", "{\"name\":\"acme\"}", 409, "name", "acme");

        private final String path;
        private final String body;
        private final int status;
        private final String field;
        private final String says;

        Bad(String path, String body, int status, String field, String says) {
            this.path = path;
            this.body = body;
            this.status = status;
            this.field = field;
            this.says = says;
        }

        private static String with(String more) {
            return GOOD.replace("}", "," + more + "}");
        }

        private static String template(String manifest, String compose) {
            return Json.write(Json.open(), Map.of("manifest", manifest, "compose", compose));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedByFieldAndChangesNothing(Bad bad) {
        String before = everything();

        AdminApi.Reply reply = machine.api().post(bad.path, bad.body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(bad.status);
        assertThat(reply.at("/field")).as(reply.text()).startsWith(bad.field);
        assertThat(reply.at("/detail")).contains(bad.says);
        assertThat(reply.at("/requestId")).isNotEmpty();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aNameOrAHostThatIsTakenIsNotGivenAgain() {
        String id = machine.create("taken", "acme", "hello");
        String before = everything();

        AdminApi.Reply name = machine.api().order("taken", "acme", "hello");
        AdminApi.Reply host = machine.api().order("other", "acme", "hello", "taken.localhost");
        AdminApi.Reply foreign = machine.api().order("third", "globex", "hello", "TAKEN.localhost.");

        assertThat(name.status()).isEqualTo(409);
        assertThat(name.at("/field")).isEqualTo("name");
        assertThat(host.status()).isEqualTo(409);
        assertThat(host.at("/field")).startsWith("hosts");
        assertThat(foreign.status()).isEqualTo(409);
        assertThat(foreign.at("/detail")).contains("taken.localhost").doesNotContain("acme", id);
        assertThat(everything()).isEqualTo(before);
        machine.remove(id);
    }

    @Test
    void aTokenThatIsWrongOrMissingIsRefused() {
        for (String token : List.of("", "tt_wrong", machine.home().text("join-token"))) {
            AdminApi.Reply reply = machine.api().as(token).get("/instances");

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.at("/code")).isEqualTo("unauthenticated");
            assertThat(reply.text()).doesNotContain("tt_wrong");
        }
    }

    @Test
    void theCommandLineTellsWhatIsWrong() {
        Engine.Said said = machine.cli("instance", "create", "good", "--tenant", "acme", "--template", "goodbye");

        assertThat(said.exit()).isEqualTo(3);
        assertThat(said.text()).contains("template", "goodbye", "not-found");
    }

    @Test
    void anImageThatDoesNotExistFailsAndIsUndone() {
        machine.add(new Samples.Texts(
                Samples.manifest("no-image"), "services: {web: {image: 'tenantry-sample/nowhere:0'}}\n"));

        JsonNode failure = failure("no-image");

        assertThat(failure.path("message").asText()).contains("tenantry-sample/nowhere:0");
        assertThat(failure.path("field").asText()).isEqualTo("services.web.image");
    }

    @Test
    void aServiceThatEndsAtOnceFailsWithItsExitCodeAndItsLastWords() {
        machine.add(Samples.script("ends", "echo the last words; exit 23"));

        JsonNode failure = failure("ends");

        JsonNode service = failure.at("/services/0");
        assertThat(service.path("service").asText()).isEqualTo("web");
        assertThat(service.path("exitCode").asInt()).isEqualTo(23);
        assertThat(service.path("lastLog").toString()).contains("the last words");
    }

    @Test
    void aServiceThatStaysUnhealthyFails() {
        machine.add(Samples.script(
                "ill",
                "echo not well; trap 'exit 0' TERM; sleep 1000 & wait",
                "healthcheck: {test: [CMD, 'false'], interval: 1s, timeout: 1s, retries: 2, start_period: 1s}"));

        JsonNode failure = failure("ill");

        assertThat(failure.at("/services/0/service").asText()).isEqualTo("web");
        assertThat(failure.at("/services/0/reason").asText()).isNotEmpty();
        assertThat(failure.at("/services/0/lastLog").toString()).contains("not well");
    }

    /** Orders an instance that can't come up: its operation tells why, and nothing is left of it. */
    private JsonNode failure(String template) {
        AdminApi.Reply ordered = machine.api().order(template, "acme", template);
        JsonNode ended = machine.ended(ordered);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("failed");
        assertThat(machine.engine().thingsOf(ordered.at("/instance/id"))).isEmpty();
        assertThat(machine.gateway().page(template + ".localhost", "/").status())
                .isEqualTo(421);
        assertThat(machine.api().get("/instances/" + template).status()).isEqualTo(404);
        return ended.path("failure");
    }

    private String everything() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String path : Arrays.asList("/tenants", "/templates", "/instances", "/operations")) {
            all.put(path, machine.api().get(path + "?limit=200").text());
        }
        return all.toString();
    }
}
