package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.WebRules;

class RouteTableTest {
    private static final Availability AWAY = new Availability.Away(Availability.Reason.STARTING);
    private static final Rulebook RULES = new Rulebook(RouteRules.standard(), RulebookTest.KEY);

    @TempDir
    Path folder;

    private final RouteTable routes = new RouteTable();

    @Test
    void removesARouteOnlyForTheInstanceThatHasIt() {
        routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY));

        routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.GLOBEX);
        assertThat(routes.find(EdgeWorld.ACME_HOST)).isPresent();
        routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
        assertThat(routes.find(EdgeWorld.ACME_HOST)).isEmpty();
    }

    @Test
    void tellsOfChangesAndOnlyOfChanges() {
        List<String> told = new ArrayList<>();
        routes.onChange((before, after) -> told.add(before.isPresent() + " " + after.isPresent()));

        routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY));
        routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY));
        routes.put(EdgeWorld.globex(EdgeWorld.ACME_HOST, 80));
        routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
        routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.GLOBEX);

        assertThat(told).containsExactly("false true", "true true", "true false");
    }

    @Test
    void makesNoRouteToAnEndpointOfAnotherInstance() {
        Availability foreign = new Availability.Serving(List.of(EdgeWorld.endpoint(EdgeWorld.GLOBEX, 1, 80, "lo")));

        assertThatThrownBy(() -> EdgeWorld.route(EdgeWorld.ACME_HOST, foreign))
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("endpoint");
    }

    @Test
    void knowsOfAnEntryThatItIsNoLongerTheTables() {
        routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY));
        RouteTable.Entry first = routes.entry(EdgeWorld.ACME_HOST).orElseThrow();
        assertThat(first.isReplaced()).isFalse();

        routes.put(EdgeWorld.globex(EdgeWorld.ACME_HOST, 80));
        RouteTable.Entry second = routes.entry(EdgeWorld.ACME_HOST).orElseThrow();
        assertThat(first.isReplaced()).isTrue();
        assertThat(second.isReplaced()).isFalse();

        routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.GLOBEX);
        assertThat(second.isReplaced()).isTrue();
    }

    @Test
    void countsWhatGoesToAnInstanceInOnePlaceWhicheverOfItsRoutesIsAsked() {
        routes.put(EdgeWorld.globex(EdgeWorld.ACME_HOST, 80));
        routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, 80));
        RouteTable.Entry one = routes.entry(EdgeWorld.ACME_HOST).orElseThrow();
        RouteTable.Entry other = routes.entry(EdgeWorld.GLOBEX_HOST).orElseThrow();

        one.counters().opened(1);
        other.counters().opened(2);
        routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, 81));
        routes.entry(EdgeWorld.GLOBEX_HOST).orElseThrow().counters().opened(3);

        assertThat(one.counters()).isSameAs(other.counters());
        assertThat(routes.traffic(EdgeWorld.GLOBEX).requests()).isEqualTo(3);
    }

    @Test
    void comesBackFromDiskAsItWas() throws Exception {
        Path file = folder.resolve("routes.json");
        List<Route> before =
                List.of(EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY), EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, 8080));

        assertThat(RouteSnapshot.load(file, RULES)).isEmpty();
        RouteSnapshot.save(file, before);
        RouteSnapshot.save(file, before);

        assertThat(RouteSnapshot.load(file, RULES)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void bringsBackWhatATemplateAsksForAndTheSettingsOfNowForTheRest() throws Exception {
        Path file = folder.resolve("routes.json");
        WebRules own = RulebookTest.everything();
        Route one = EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY).withRules(RULES.of(own));
        Route other = EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, 8080);
        RouteSnapshot.save(file, List.of(one, other));

        Rulebook changed = new Rulebook(RouteRules.standard().withBody(7), RulebookTest.KEY);
        assertThat(RouteSnapshot.load(file, RULES)).containsExactly(one, other);
        assertThat(RouteSnapshot.load(file, changed))
                .extracting(Route::rules)
                .containsExactly(changed.of(own), changed.of(WebRules.NONE));
        assertThat(Files.readString(file)).startsWith("{\"format\":2,");
    }

    @Test
    void readsASnapshotOfTheFormatBefore() throws Exception {
        Path file = folder.resolve("routes.json");
        Files.writeString(
                file,
                "{\"format\":1,\"routes\":[{\"host\":\"acme.test\",\"instance\":\"i-acmeacmeacme\","
                        + "\"tenant\":\"t-acmeacmeacme\",\"away\":\"STARTING\"}]}");

        Route route = EdgeWorld.route(EdgeWorld.ACME_HOST, AWAY);
        assertThat(RouteSnapshot.load(file, RULES)).containsExactly(route);
        RouteSnapshot.save(file, List.of(route));
        assertThat(Files.readString(file))
                .as("the release before reads it, as long as no route has rules of its own")
                .startsWith("{\"format\":1,")
                .doesNotContain("rules");
    }

    @Test
    void leavesASnapshotOfANewerFormatAsItIs() throws Exception {
        Path file = folder.resolve("routes.json");
        Files.writeString(file, "{\"format\":3,\"roads\":[]}");

        assertThatThrownBy(() -> RouteSnapshot.load(file, RULES))
                .satisfies(e -> assertThat(((TenantryException) e).code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION));
        assertThatThrownBy(() -> RouteSnapshot.save(file, List.of())).isInstanceOf(TenantryException.class);
        assertThat(Files.readString(file)).isEqualTo("{\"format\":3,\"roads\":[]}");
    }

    @Test
    void startsEmptyWhereTheSnapshotIsDamaged() throws Exception {
        Path file = folder.resolve("routes.json");
        Files.writeString(file, "{\"format\":1,\"routes\":[{\"host\"");

        assertThat(RouteSnapshot.load(file, RULES)).isEmpty();
    }
}
