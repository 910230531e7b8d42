package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

class BusiestRoutesTest {
    private static final TenantId TENANT = new TenantId("t-acmeacmeacme");

    private final RouteTable routes = new RouteTable();
    private Instant now = Instant.parse("2026-11-22T18:00:00Z");
    private final BusiestRoutes busiest = new BusiestRoutes(routes, () -> now);

    @Test
    void namesAHundredOfAHundredThousand() {
        for (int i = 0; i < 100_000; i++) {
            ask(route("h" + i + ".test", i), i % 1000 == 0 ? 3 : i % 3);
        }

        List<BusyRoute> chosen = busiest.now();

        assertThat(chosen)
                .hasSize(BusiestRoutes.MOST)
                .allMatch(one -> one.traffic().requests() == 3);
    }

    @Test
    void namesTheSameForAWhileWithFiguresOfNow() {
        CanonicalHost one = route("one.test", 1);
        CanonicalHost other = route("other.test", 2);
        ask(one, 1);
        assertThat(hosts()).containsExactly("one.test");

        ask(one, 1);
        ask(other, 9);
        assertThat(busiest.now().getFirst().traffic().requests()).isEqualTo(2);
        assertThat(hosts()).containsExactly("one.test");

        pass();
        assertThat(hosts()).containsExactly("one.test", "other.test");
    }

    @Test
    void makesNoFiguresForThoseWhoSleep() {
        for (int i = 0; i < 1000; i++) {
            route("h" + i + ".test", i);
        }
        ask(route("busy.test", 1000), 1);

        assertThat(hosts()).containsExactly("busy.test");
        assertThat(routes.counted()).hasSize(1);
    }

    @Test
    void leavesOutWhoIsQuietForLong() {
        CanonicalHost host = route("one.test", 1);
        ask(host, 8);
        assertThat(hosts()).containsExactly("one.test");

        for (int quiet = 0; quiet < 3; quiet++) {
            pass();
            assertThat(hosts()).as("after %d quiet rounds", quiet + 1).containsExactly("one.test");
        }

        pass();
        assertThat(hosts()).isEmpty();
        ask(host, 1);
        pass();
        assertThat(busiest.now().getFirst().traffic().requests()).isEqualTo(9);
    }

    @Test
    void countsAnInstanceOnceUnderTheFirstOfItsHosts() {
        for (String host : List.of("c.test", "a.test", "b.test")) {
            ask(route(host, 1), 1);
        }

        assertThat(hosts()).containsExactly("a.test");
        assertThat(busiest.now().getFirst().traffic().requests()).isEqualTo(3);
    }

    private void pass() {
        now = now.plus(BusiestRoutes.KEPT).plus(Duration.ofMillis(1));
    }

    private List<String> hosts() {
        return busiest.now().stream().map(one -> one.host().value()).toList();
    }

    private CanonicalHost route(String name, int instance) {
        CanonicalHost host = new CanonicalHost(name);
        Availability away = new Availability.Away(Availability.Reason.STARTING);
        routes.put(new Route(host, instance(instance), TENANT, away));
        return host;
    }

    private static InstanceId instance(int number) {
        StringBuilder id = new StringBuilder("i-");
        for (int i = 0, rest = number; i < 12; i++, rest /= 26) {
            id.append((char) ('a' + rest % 26));
        }
        return new InstanceId(id.toString());
    }

    private void ask(CanonicalHost host, int requests) {
        for (int i = 0; i < requests; i++) {
            routes.entry(host).orElseThrow().counters().opened(0);
        }
    }
}
