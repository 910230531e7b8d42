package org.tenantry.gateway.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;

/**
 * Chooses the routes that are worth figures of their own outside of the API: those with most requests lately. Each choice
 * halves what counted before, so that a route doesn't leave for one quiet moment. A choice goes once over all routes, so it is
 * kept for a while. Safe for any thread.
 */
final class BusiestRoutes {
    /** So many at most: what is exported must not grow with tenants. */
    static final int MOST = 100;

    static final Duration KEPT = Duration.ofSeconds(10);

    private final RouteTable routes;
    private final InstantSource clock;
    private List<RouteTable.Entry> chosen = List.of();
    private Instant until = Instant.MIN;

    private record Weighed(long weight, InstanceId instance) {}

    BusiestRoutes(RouteTable routes, InstantSource clock) {
        this.routes = routes;
        this.clock = clock;
    }

    /** The busiest, with their figures of now. */
    synchronized List<BusyRoute> now() {
        Instant now = clock.instant();
        if (!now.isBefore(until)) {
            chosen = underFirstHosts(heaviest());
            until = now.plus(KEPT);
        }
        return chosen.stream().map(BusiestRoutes::told).toList();
    }

    private static BusyRoute told(RouteTable.Entry entry) {
        Route route = entry.route();
        return new BusyRoute(route.host(), route.instance(), entry.counters().snapshot());
    }

    /** Of those that were asked for something only: to look must not make figures for all others. */
    private Set<InstanceId> heaviest() {
        PriorityQueue<Weighed> best = new PriorityQueue<>(MOST + 1, Comparator.comparingLong(Weighed::weight));
        routes.counted().forEach((instance, counters) -> {
            long weight = counters.weigh();
            if (weight > 0) {
                offer(best, new Weighed(weight, instance));
            }
        });
        return best.stream().map(Weighed::instance).collect(Collectors.toSet());
    }

    private static void offer(PriorityQueue<Weighed> best, Weighed one) {
        Weighed least = best.peek();
        if (best.size() < MOST || least == null) {
            best.add(one);
        } else if (one.weight > least.weight) {
            best.poll();
            best.add(one);
        }
    }

    /** Names each instance by the first of its hosts, whichever was met: figures must not change their names. */
    private List<RouteTable.Entry> underFirstHosts(Set<InstanceId> best) {
        Map<InstanceId, RouteTable.Entry> first = new HashMap<>();
        for (RouteTable.Entry entry : routes.entries()) {
            if (best.contains(entry.route().instance())) {
                first.merge(entry.route().instance(), entry, BusiestRoutes::earlier);
            }
        }
        List<RouteTable.Entry> named = new ArrayList<>(first.values());
        named.sort(Comparator.comparing(BusiestRoutes::host));
        return named;
    }

    private static RouteTable.Entry earlier(RouteTable.Entry one, RouteTable.Entry other) {
        return host(other).compareTo(host(one)) < 0 ? other : one;
    }

    private static CanonicalHost host(RouteTable.Entry entry) {
        return entry.route().host();
    }
}
