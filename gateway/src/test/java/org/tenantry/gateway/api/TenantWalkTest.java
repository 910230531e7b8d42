package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Access;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.api.ApiRoute.Takes;

/** Walks every route, as it is declared, with the token of one tenant and the ids and names of another's things. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantWalkTest {
    private ApiWorld world;
    private Map<String, List<String>> foreign;
    private Map<String, List<String>> unknown;
    private List<String> traces;

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
        Reply created = world.post(
                world.acme(),
                "/instances",
                Map.of("name", "confidential", "template", "hello", "labels", Map.of("hidden", "acme-label")));
        String tenant = created.text("instance.tenant");
        String instance = created.text("instance.id");
        String operation = created.text("operation.id");
        foreign = Map.of(
                "tenant", List.of(tenant, "acme"),
                "instance", List.of(instance, "confidential"),
                "operation", List.of(operation));
        unknown = Map.of(
                "tenant", List.of("t-777777777777", "nobody"),
                "instance", List.of("i-777777777777", "nothing"),
                "operation", List.of("o-777777777777"));
        traces = List.of(tenant, instance, operation, "acme", "confidential");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @TestFactory
    Stream<DynamicTest> noRouteGivesAnythingOfAnotherTenantAway() {
        return world.routes().routes().stream()
                .map(route -> DynamicTest.dynamicTest(route.toString(), () -> walk(route)));
    }

    @TestFactory
    Stream<DynamicTest> noRouteAnswersWithoutAToken() {
        return world.routes().routes().stream()
                .map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
                    Optional<String> body = body(route);
                    for (Optional<Secret> token :
                            List.of(Optional.<Secret>empty(), Optional.of(Secret.of("tt_wrong")))) {
                        Reply reply = world.send(route.method().name(), concrete(route, "x"), token, body, Map.of());

                        assertThat(reply.status()).isEqualTo(401);
                        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
                    }
                }));
    }

    @Test
    void listsShowOnlyWhatIsTheTokensOwn() {
        for (String list : List.of("/tenants", "/instances", "/operations", "/audit")) {
            String body = world.get(world.globex(), list).body();
            assertThat(traces).as(list).noneMatch(body::contains);
        }
    }

    private void walk(ApiRoute route) {
        Principal globex = new Principal.Bound("k-aaaaaaaaaaaa", new TenantId("t-bbbbbbbbbbbb"));
        switch (route.tenant().orElseThrow()) {
            case TenantOf.Named named -> walkNamed(route, named);
            case TenantOf.InBody inBody -> walkBody(route);
            case TenantOf.Scope scope -> walkQuery(route);
            case TenantOf.Cluster cluster -> {
                boolean shared = Access.may(globex, route.permission().orElseThrow(), Optional.empty());
                if (!shared) {
                    Reply reply = world.send(
                            route.method().name(),
                            concrete(route, "anything"),
                            Optional.of(world.globex()),
                            body(route),
                            Map.of());
                    assertThat(reply.status()).isEqualTo(403);
                }
            }
        }
    }

    /** What is another's is answered exactly like what does not exist. */
    private void walkNamed(ApiRoute route, TenantOf.Named named) {
        List<String> theirs = foreign.getOrDefault(named.parameter(), List.of());
        List<String> nobodys = unknown.getOrDefault(named.parameter(), List.of());
        assertThat(theirs).as("the walk knows a foreign " + named.parameter()).isNotEmpty();
        for (int i = 0; i < theirs.size(); i++) {
            Reply reply = send(route, concrete(route, theirs.get(i)));
            Reply missing = send(route, concrete(route, nobodys.get(i)));

            assertThat(reply.status()).isEqualTo(404);
            assertThat(anonymous(reply, theirs.get(i))).isEqualTo(anonymous(missing, nobodys.get(i)));
        }
    }

    private void walkBody(ApiRoute route) {
        for (String tenant : foreign.getOrDefault("tenant", List.of())) {
            String body = "{\"tenant\":\"" + tenant + "\",\"name\":\"mine\",\"template\":\"hello\"}";
            Reply reply = world.send(
                    route.method().name(), route.path(), Optional.of(world.globex()), Optional.of(body), Map.of());
            assertThat(reply.status()).isEqualTo(404);
        }
    }

    private void walkQuery(ApiRoute route) {
        for (String parameter : List.of("tenant", "instance")) {
            if (route.query().contains(parameter)) {
                for (String theirs : foreign.getOrDefault(parameter, List.of())) {
                    Reply reply = send(route, route.path() + "?" + parameter + "=" + theirs);
                    assertThat(reply.status()).isEqualTo(404);
                }
            }
        }
    }

    private Reply send(ApiRoute route, String path) {
        return world.send(route.method().name(), path, Optional.of(world.globex()), body(route), Map.of());
    }

    private static Optional<String> body(ApiRoute route) {
        return route.takes(Takes.BODY) || route.takes(Takes.FILES) ? Optional.of("{}") : Optional.empty();
    }

    private static String concrete(ApiRoute route, String value) {
        return route.path().replaceAll("\\{[a-z]+}", value);
    }

    private static String anonymous(Reply reply, String asked) {
        return reply.body().replace(asked, "*").replace(reply.header("X-Request-Id"), "*");
    }
}
