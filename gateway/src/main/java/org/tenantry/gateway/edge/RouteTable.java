package org.tenantry.gateway.edge;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.edge.admission.Usage;

/**
 * Canonical host → immutable {@link Route}. One change swaps one value: no reload exists and nobody else notices. Safe for
 * any thread; a reader sees a route as it was before a change or after it, never a mixture.
 */
public final class RouteTable {
    private final ConcurrentMap<CanonicalHost, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentMap<InstanceId, TrafficCounters> traffic = new ConcurrentHashMap<>();
    /** Of each tenant that was asked for something since the start: a few bytes, never taken back. */
    private final ConcurrentMap<TenantId, Usage> usages = new ConcurrentHashMap<>();

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** The route of a host, if there is one. */
    public Optional<Route> find(CanonicalHost host) {
        return entry(host).map(Entry::route);
    }

    /** Adds a route, or replaces the one of that host. */
    public void put(Route route) {
        Entry after = new Entry(route, this);
        AtomicReference<@Nullable Entry> replaced = new AtomicReference<>();
        entries.compute(route.host(), (host, known) -> {
            replaced.set(known);
            return known == null ? after : known.replacedBy(after);
        });
        Optional<Route> before = Optional.ofNullable(replaced.get()).map(Entry::route);
        if (!before.equals(Optional.of(route))) {
            tell(before, Optional.of(route));
        }
    }

    /** Removes the route of a host, unless it has come to belong to another instance. */
    public void remove(CanonicalHost host, InstanceId instance) {
        AtomicReference<@Nullable Entry> removed = new AtomicReference<>();
        entries.computeIfPresent(host, (same, known) -> {
            boolean goes = known.route.instance().equals(instance);
            removed.set(goes ? known : null);
            return goes ? known.replacedBy(null) : known;
        });
        Optional<Route> before = Optional.ofNullable(removed.get()).map(Entry::route);
        if (before.isPresent()) {
            tell(before, Optional.empty());
        }
    }

    /** Every route, as a copy. */
    public Collection<Route> all() {
        return entries.values().stream().map(Entry::route).toList();
    }

    /** The figures of an instance; they outlive changes and absence of its routes until {@link #forget}. */
    public RouteTraffic traffic(InstanceId instance) {
        TrafficCounters known = traffic.get(instance);
        return known == null ? new TrafficCounters().snapshot() : known.snapshot();
    }

    /** Drops the figures of an instance that is gone for good. */
    public void forget(InstanceId instance) {
        traffic.remove(instance);
    }

    /** Calls the listener after each change, on the thread that made it. The listener must not block. */
    public void onChange(Listener listener) {
        listeners.add(listener);
    }

    /** The counterpart of {@link #onChange}. */
    public void ignore(Listener listener) {
        listeners.remove(listener);
    }

    /** Whether an endpoint still belongs to the host that was routed by this entry. */
    boolean leadsTo(Entry by, Endpoint endpoint) {
        return !by.isReplaced()
                || find(by.route().host())
                        .filter(now -> now.availability().endpoints().contains(endpoint))
                        .isPresent();
    }

    /**
     * Whether requests for one of these hosts may be sent to the endpoint. Where this says no, no loop that looks its hosts up
     * afterwards sends any.
     */
    boolean leads(Collection<CanonicalHost> hosts, Endpoint endpoint) {
        return hosts.stream().map(entries::get).anyMatch(entry -> entry != null && entry.leadsTo(endpoint));
    }

    /** Figures of each instance that was asked for something. */
    Map<InstanceId, TrafficCounters> counted() {
        return traffic;
    }

    /** Every host's, as they are while somebody goes over them. */
    Collection<Entry> entries() {
        return entries.values();
    }

    Optional<Entry> entry(CanonicalHost host) {
        return Optional.ofNullable(entries.get(host));
    }

    private TrafficCounters counters(InstanceId instance) {
        @Nullable TrafficCounters known = traffic.get(instance);
        return known != null ? known : traffic.computeIfAbsent(instance, fresh -> new TrafficCounters());
    }

    private Usage usage(TenantId tenant) {
        @Nullable Usage known = usages.get(tenant);
        return known != null ? known : usages.computeIfAbsent(tenant, fresh -> new Usage());
    }

    private void tell(Optional<Route> before, Optional<Route> after) {
        for (Listener listener : listeners) {
            listener.changed(before, after);
        }
    }

    /** Hears of each change of one host's route. */
    @FunctionalInterface
    public interface Listener {
        void changed(Optional<Route> before, Optional<Route> after);
    }

    /**
     * A route, where its traffic and what its tenant uses are counted, and whether it is still the one of its host. Figures
     * are made with the first request: most of a million instances sleep.
     */
    static final class Entry {
        private final Route route;
        private final RouteTable table;
        private volatile boolean replaced;

        /** Whoever finds none asks the table, which has one for all. */
        private @Nullable TrafficCounters counters;

        private @Nullable Usage tenant;

        Entry(Route route, RouteTable table) {
            this.route = route;
            this.table = table;
        }

        private boolean leadsTo(Endpoint endpoint) {
            return route.availability().endpoints().contains(endpoint);
        }

        Route route() {
            return route;
        }

        TrafficCounters counters() {
            TrafficCounters known = counters;
            if (known == null) {
                known = table.counters(route.instance());
                counters = known;
            }
            return known;
        }

        /** What the tenant uses, all of its routes together. */
        Usage tenant() {
            Usage known = tenant;
            if (known == null) {
                known = table.usage(route.tenant());
                tenant = known;
            }
            return known;
        }

        /** Before the other one can be seen: whoever sees that finds nobody who still goes by this one. */
        private @Nullable Entry replacedBy(@Nullable Entry other) {
            replaced = true;
            return other;
        }

        /** Whether a change has put another one in its place, or none. */
        boolean isReplaced() {
            return replaced;
        }
    }
}
