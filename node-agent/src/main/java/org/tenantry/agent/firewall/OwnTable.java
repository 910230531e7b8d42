package org.tenantry.agent.firewall;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.node.ClusterId;

/**
 * The firewall as one table of this cluster's. Level-triggered: every ten seconds what the packet filter holds is compared
 * with what it held when it was set, so that whoever flushes or changes it has it back soon.
 *
 * <p>The first rules know every network that the engine holds: an agent that starts must not uncover, for a moment, what
 * runs already. From then on networks are added, and forgotten only when they were removed.
 */
public final class OwnTable implements Firewall {
    private static final Logger LOG = LoggerFactory.getLogger(OwnTable.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /**
     * What the rules are made of.
     *
     * @param networks all that the engine holds of this cluster; asked once
     * @param pool what networks of instances are made of
     * @param resolvers the machine's name servers; asked each time
     */
    public record Sources(
            Supplier<? extends Collection<HeldNetwork>> networks,
            Subnet pool,
            Reach reach,
            Supplier<Set<Subnet>> resolvers) {}

    private record Applied(Set<Bridge> bridges, String text, Optional<String> listing) {
        static final Applied NOTHING = new Applied(Set.of(), "", Optional.empty());
    }

    private final PacketFilter filter;
    private final String table;
    private final Sources sources;
    private final ControlLoop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Bridge> bridges = new ConcurrentSkipListMap<>();
    private Applied applied = Applied.NOTHING;
    private boolean knowsAll;
    private boolean failing;

    private OwnTable(PacketFilter filter, ClusterId cluster, Sources sources, Duration interval) {
        this.filter = filter;
        this.table = name(cluster);
        this.sources = sources;
        this.loop = ControlLoop.of("firewall", interval, this::compare);
    }

    /** Begins to keep that cluster's table; rules that are there stay until others are in their place. */
    public static OwnTable start(PacketFilter filter, ClusterId cluster, Sources sources) {
        return start(filter, cluster, sources, INTERVAL);
    }

    static OwnTable start(PacketFilter filter, ClusterId cluster, Sources sources, Duration interval) {
        OwnTable table = new OwnTable(filter, cluster, sources, interval);
        table.loop.begin();
        return table;
    }

    /** The name of a cluster's table. The filter takes no hyphens, and an id has one only. */
    public static String name(ClusterId cluster) {
        return "tenantry_" + cluster.value().replace('-', '_');
    }

    /** Whoever waits for another's turn is covered by it. */
    @Override
    public void cover(Collection<HeldNetwork> networks) {
        List<Bridge> wanted = networks.stream().map(Bridge::of).toList();
        wanted.forEach(bridge -> bridges.put(bridge.device(), bridge));
        locked(() -> {
            if (!applied.bridges().containsAll(wanted)) {
                renew();
            }
        });
    }

    @Override
    public void forget(HeldNetwork network) {
        bridges.remove(network.device());
        loop.signal();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One look at what there is; its failures are told once. */
    private void compare() {
        locked(() -> {
            try {
                if (!isInPlace()) {
                    renew();
                }
                failing = false;
            } catch (TenantryException failure) {
                applied = Applied.NOTHING;
                if (!failing) {
                    LOG.warn("No container is started before the firewall is in place: {}", failure.message());
                }
                failing = true;
            }
        });
    }

    private boolean isInPlace() {
        if (!text().equals(applied.text())) {
            return false;
        }
        boolean same = filter.listing(table).equals(applied.listing());
        if (!same) {
            LOG.warn("Somebody else changed the firewall's table inet {}: it is put back", table);
        }
        return same;
    }

    private void renew() {
        learnAll();
        Set<Bridge> covered = new HashSet<>(bridges.values());
        String text = text();
        filter.replace(table, text);
        applied = new Applied(covered, text, filter.listing(table));
        LOG.debug("The firewall's table inet {} covers {} networks", table, covered.size());
    }

    private void learnAll() {
        if (!knowsAll) {
            sources.networks().get().forEach(network -> bridges.putIfAbsent(network.device(), Bridge.of(network)));
            knowsAll = true;
        }
    }

    private String text() {
        return new Ruleset(
                        bridges.values(),
                        sources.pool(),
                        sources.reach(),
                        sources.resolvers().get())
                .text();
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
