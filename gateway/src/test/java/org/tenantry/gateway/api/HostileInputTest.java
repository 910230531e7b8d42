package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private ApiWorld world;

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Arguments> bodies() {
        String instance = "{'name':'n','tenant':'acme','template':'hello'";
        return Stream.of(
                arguments("/tenants", "", 400, "invalid", "body"),
                arguments("/tenants", "{", 400, "malformed", "body"),
                arguments("/tenants", "{}{}", 400, "malformed", "body"),
                arguments("/tenants", "[]", 400, "invalid", "body"),
                arguments("/tenants", "null", 400, "invalid", "body"),
                arguments("/tenants", "{'name':'a','name':'b'}", 400, "malformed", "body"),
                arguments("/tenants", "{}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':5}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':['a']}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':'Upper'}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':'-a'}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':'t-abcdefghijkl'}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':'a\\u0000'}", 400, "invalid", "name"),
                arguments("/tenants", "{'name':'x','title':'two\\nlines'}", 400, "invalid", "title"),
                arguments("/tenants", "{'name':'x','colour':'red'}", 400, "unknown-field", "colour"),
                arguments("/tenants", "{'name':'acme'}", 409, "taken", "name"),
                arguments("/instances", instance + ",'hosts':'a.test'}", 400, "invalid", "hosts"),
                arguments("/instances", instance + ",'hosts':['a.test',7]}", 400, "invalid", "hosts[1]"),
                arguments("/instances", instance + ",'hosts':['a b.test']}", 400, "invalid", "hosts[0]"),
                arguments("/instances", instance + ",'hosts':['a.test:80']}", 400, "invalid", "hosts[0]"),
                arguments("/instances", instance + ",'hosts':['[::1]']}", 400, "invalid", "hosts[0]"),
                arguments("/instances", instance + ",'parameters':{'title':5}}", 400, "invalid", "parameters.title"),
                arguments(
                        "/instances",
                        instance + ",'parameters':{'tile':'x'}}",
                        400,
                        "unknown-field",
                        "parameters.tile"),
                arguments("/instances", instance + ",'labels':{'':'x'}}", 400, "invalid", "labels"),
                arguments("/instances", "{'name':'n','tenant':'acme'}", 400, "invalid", "template"),
                arguments("/instances", "{'name':'n','template':'hello'}", 400, "invalid", "tenant"),
                arguments("/instances", "{'name':'n','tenant':'x','template':'hello'}", 404, "not-found", "tenant"),
                arguments("/instances", "{'name':'n','tenant':'acme','template':'no'}", 404, "not-found", "template"),
                arguments("/instances", "{'name':'n','tenant':'acme','template':'a@b@c'}", 400, "invalid", "template"),
                arguments("/instances", "{'name':'N','tenant':'acme','template':'hello'}", 400, "invalid", "name"),
                arguments("/templates", "{'manifest':'a: [','compose':'x'}", 400, "malformed", "manifest"),
                arguments("/templates", "{'manifest':'a: 1','compose':'a: ['}", 400, "malformed", "compose"),
                arguments("/templates", "{'manifest':'format: 9','compose':'services: {}'}", 400, "invalid", ""),
                arguments("/tokens", "{'label':'x','validFor':'soon'}", 400, "invalid", "validFor"),
                arguments("/tokens", "{'label':'x','validFor':'PT-1S'}", 400, "invalid", "validFor"),
                arguments("/tokens", "{'label':'x','tenant':'nobody'}", 404, "not-found", "tenant"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBadBodyIsRefusedByTheNameOfItsField(String path, String body, int status, String code, String field) {
        List<Integer> before = state();

        Reply reply =
                world.send("POST", path, Optional.of(world.admin()), Optional.of(body.replace('\'', '"')), Map.of());

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        if (!field.isEmpty()) {
            assertThat(reply.text("field")).as(reply.body()).isEqualTo(field);
        }
        assertThat(reply.text("code")).as(reply.body()).isEqualTo(code);
        assertThat(reply.text("requestId")).isEqualTo(reply.header("X-Request-Id"));
        assertThat(state()).isEqualTo(before);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("[]", 400, "invalid", "body"),
                arguments("{'colour':'red'}", 400, "unknown-field", "colour"),
                arguments("{'parameters':null}", 400, "invalid", "parameters"),
                arguments("{'parameters':'x'}", 400, "invalid", "parameters"),
                arguments("{'parameters':{'title':5}}", 400, "invalid", "parameters.title"),
                arguments("{'parameters':{'tile':'x'}}", 400, "unknown-field", "parameters.tile"),
                arguments("{'parameters':{'tile':null}}", 400, "unknown-field", "parameters.tile"),
                arguments("{'parameters':{'password':'longer than it may be'}}", 400, "invalid", "parameters.password"),
                arguments("{'scale':{'web':'2'}}", 400, "invalid", "scale.web"),
                arguments("{'scale':{'web':1.5}}", 400, "invalid", "scale.web"),
                arguments("{'scale':{'web':0}}", 400, "invalid", "scale.web"),
                arguments("{'scale':{'web':-1}}", 400, "invalid", "scale.web"),
                arguments("{'scale':{'web':99999999999}}", 400, "invalid", "scale.web"),
                arguments("{'scale':{'db':1}}", 400, "invalid", "scale.db"),
                arguments("{'scale':{'':1}}", 400, "invalid", "service"),
                arguments("{'hosts':null}", 400, "invalid", "hosts"),
                arguments("{'hosts':['a b.test']}", 400, "invalid", "hosts[0]"),
                arguments("{'hosts':['ok.test','other.Example.Test.']}", 409, "taken", "hosts[1]"),
                arguments("{'labels':{'':'x'}}", 400, "invalid", "labels"),
                arguments("{'labels':{'a':['b']}}", 400, "invalid", "labels.a"),
                arguments("{'note':'\\u0000'}", 400, "invalid", "note"),
                arguments("{'note':['x']}", 400, "invalid", "note"),
                arguments("{'template':'other'}", 404, "not-found", "template"),
                arguments("{'template':'other@1.0'}", 404, "not-found", "template"),
                arguments("{'template':'hello@9'}", 404, "not-found", "template"),
                arguments("{'template':null}", 400, "invalid", "template"),
                arguments("{'name':'i-abcdefghijkl'}", 400, "invalid", "name"),
                arguments("{'name':'other'}", 409, "taken", "name"),
                arguments("{'name':null}", 400, "invalid", "name"),
                arguments("{'labels':{'fine':'x'},'scale':{'web':101}}", 400, "invalid", "scale.web"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aBadChangeIsRefusedAsAWhole(String body, int status, String code, String field) {
        for (String name : List.of("changed", "other")) {
            world.post(world.admin(), "/instances", Map.of("name", name, "tenant", "acme", "template", "hello"));
        }
        String before = world.get(world.admin(), "/instances/changed").body();

        for (String query : List.of("", "?dryRun=true")) {
            Reply reply = world.send(
                    "PATCH",
                    "/instances/changed" + query,
                    Optional.of(world.admin()),
                    Optional.of(body.replace('\'', '"')),
                    Map.of());

            assertThat(reply.status()).as(reply.body()).isEqualTo(status);
            assertThat(reply.text("code")).as(reply.body()).isEqualTo(code);
            assertThat(reply.text("field")).as(reply.body()).isEqualTo(field);
        }
        assertThat(world.get(world.admin(), "/instances/changed").body()).isEqualTo(before);
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                arguments("GET", "/nothing", 404, "not-found"),
                arguments("GET", "/instances/nothing", 404, "not-found"),
                arguments("GET", "/instances/..%2f..%2fetc", 404, "not-found"),
                arguments("GET", "/instances?limit=0", 400, "invalid"),
                arguments("GET", "/instances?limit=201", 400, "invalid"),
                arguments("GET", "/instances?limit=ten", 400, "invalid"),
                arguments("GET", "/instances?after=x", 400, "invalid"),
                arguments("GET", "/instances?limit=1&limit=2", 400, "invalid"),
                arguments("GET", "/instances?color=red", 400, "unknown-field"),
                arguments("GET", "/instances?goal=happy", 400, "invalid"),
                arguments("GET", "/instances?observed=happy", 400, "invalid"),
                arguments("GET", "/instances?template=a@b@c", 400, "invalid"),
                arguments("GET", "/instances?label=", 400, "invalid"),
                arguments("GET", "/instances?locked=yes", 400, "invalid"),
                arguments("GET", "/instances?text=" + "x".repeat(201), 400, "invalid"),
                arguments("DELETE", "/instances/nothing?now=1", 404, "not-found"),
                arguments("GET", "/operations?instance=nothing", 404, "not-found"),
                arguments("GET", "/nodes/nothing", 404, "not-found"),
                arguments("GET", "/templates/hello@9", 404, "not-found"),
                arguments("DELETE", "/templates/hello", 400, "invalid"),
                arguments("DELETE", "/tokens/k-nothing", 404, "not-found"),
                arguments("DELETE", "/tenants", 405, "method-not-allowed"),
                arguments("PUT", "/instances/x", 405, "method-not-allowed"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aBadPathOrQueryIsRefused(String method, String path, int status, String code) {
        Reply reply = world.send(method, path, Optional.of(world.admin()), Optional.empty(), Map.of());

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }

    static Stream<Arguments> misplacedSecrets() {
        String instance = "{'name':'n','tenant':'acme','template':'hello'";
        return Stream.of(
                arguments("/instances", instance + ",'parameters':{'password':73559144}}", "parameters.password"),
                arguments("/instances", instance + ",'parameters':{'password':['73559144']}}", "parameters.password"),
                arguments("/instances", instance + ",'parameters':'73559144'}", "parameters"),
                arguments(
                        "/instances",
                        instance + ",'parameters':{'password':'73559144 is far too long'}}",
                        "parameters"),
                arguments("/instances", instance + ",'password':'73559144'}", "password"),
                arguments("/instances", instance + ",'parameters':{'password':x73559144}}", "body"),
                arguments("/instances", "'73559144'", "body"),
                arguments("/instances", "73559144", "body"),
                arguments("/instances?password=73559144", instance + "}", "password"),
                arguments("/instances/n/start", "73559144", "body"));
    }

    @ParameterizedTest
    @MethodSource("misplacedSecrets")
    void aSecretThatIsRefusedIsNotToldAgain(String path, String body, String field) {
        Reply reply =
                world.send("POST", path, Optional.of(world.admin()), Optional.of(body.replace('\'', '"')), Map.of());

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("field")).startsWith(field);
        assertThat(reply.body()).doesNotContain("73559144");
    }

    @Test
    void aMethodThatIsNotThereTellsThoseThatAre() {
        Reply reply = world.send("PUT", "/tenants", Optional.of(world.admin()), Optional.empty(), Map.of());

        assertThat(reply.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedUnread() {
        String body = "{\"name\":\"" + "a".repeat(2 << 20) + "\"}";

        Reply reply = world.send("POST", "/tenants", Optional.of(world.admin()), Optional.of(body), Map.of());

        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void anotherMediaTypeIsRefused() {
        Reply reply = world.send(
                "POST",
                "/tenants",
                Optional.of(world.admin()),
                Optional.of("name: x"),
                Map.of("Content-Type", "text/yaml"));

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.text("field")).isEqualTo("Content-Type");
    }

    @Test
    void otherBytesThanUtf8AreRefused() {
        Reply reply = world.send(HttpRequest.newBuilder(URI.create(world.url() + "/api/v1/tenants"))
                .header("Authorization", "Bearer " + world.admin().reveal())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        "{\"name\":\"x\",\"title\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .build());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("malformed");
    }

    @Test
    void aTokenInTheUrlIsNotOne() {
        Reply reply = world.send(
                "GET", "/version?access_token=" + world.admin().reveal(), Optional.empty(), Optional.empty(), Map.of());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).doesNotContain(world.admin().reveal());
    }

    @Test
    void aTokenInPlaceOfItsIdIsNeitherToldNorLogged() {
        Logger logger = (Logger) LoggerFactory.getLogger(Desk.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);

        Reply reply = world.delete(world.admin(), "/tokens/" + world.acme().reveal(), Map.of());
        world.get(world.admin(), "/version");
        logger.detachAppender(log);
        logger.setLevel(null);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).doesNotContain(world.acme().reveal());
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("DELETE /api/v1/tokens/tt_… answered 400"))
                .noneMatch(line -> line.contains(world.acme().reveal()));
    }

    @Test
    void aRequestIdThatIsNotPlainIsReplaced() {
        Reply reply = world.send(
                "GET",
                "/version",
                Optional.of(world.admin()),
                Optional.empty(),
                Map.of("X-Request-Id", "<script>alert(1)</script>"));

        assertThat(reply.header("X-Request-Id")).matches("q-[a-z2-7]{12}");
    }

    /** How many things there are of each kind. */
    private List<Integer> state() {
        return Stream.of("/tenants", "/instances", "/templates", "/tokens", "/operations")
                .map(list -> world.get(world.admin(), list + "?limit=200")
                        .json()
                        .path("items")
                        .size())
                .toList();
    }
}
