package org.tenantry.gateway.instances;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.FeedEntry;
import org.tenantry.gateway.store.FeedPage;
import org.tenantry.gateway.store.HoldingRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.NodeRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;

/**
 * Desired state in memory, kept up to date by following the store's change feed: one change costs the reading of one thing.
 * No change can be lost, only late; a follower that is too far behind, or meets another incarnation, reads everything again.
 */
public final class Desired {
    private static final int PAGE = 500;

    private final Store store;
    private final BiFunction<Reading, InstanceRow, Outline> outline;
    private final BiFunction<Reading, TemplateRef, WebRules> rules;
    private final Map<InstanceId, DesiredInstance> instances = new ConcurrentHashMap<>();
    private final Map<CanonicalHost, InstanceId> hosts = new ConcurrentHashMap<>();
    private final Map<NodeId, Set<InstanceId>> byNode = new ConcurrentHashMap<>();
    private final Map<NodeId, NodeRow> nodes = new ConcurrentHashMap<>();
    private final Map<OperationId, OperationRow> operations = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock following = new ReentrantLock();
    private volatile Term term = Term.NONE;
    private volatile long position;
    private volatile long incarnation;

    /** Is told what changed, in the order of the feed. */
    @FunctionalInterface
    public interface Listener {
        /** The desired state of these instances is another now; everything up to the position is in it. */
        void changed(Set<InstanceId> instances, long position);
    }

    private Desired(
            Store store,
            BiFunction<Reading, InstanceRow, Outline> outline,
            BiFunction<Reading, TemplateRef, WebRules> rules) {
        this.store = store;
        this.outline = outline;
        this.rules = rules;
    }

    /**
     * Reads everything once. Blocks.
     *
     * @param outline what an instance comes to
     * @param rules what a template asks of those who use its instances
     */
    public static Desired load(
            Store store,
            BiFunction<Reading, InstanceRow, Outline> outline,
            BiFunction<Reading, TemplateRef, WebRules> rules) {
        Desired desired = new Desired(store, outline, rules);
        desired.following.lock();
        try {
            desired.readAll();
        } finally {
            desired.following.unlock();
        }
        return desired;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Applies whatever the feed has after the position; returns whether there was anything. Blocks. */
    public boolean catchUp() {
        following.lock();
        try {
            boolean any = false;
            for (FeedPage page = next(); isNews(page); page = next()) {
                any = true;
                if (page.tooOld() || page.incarnation() != incarnation) {
                    readAll();
                } else {
                    apply(page.entries());
                }
            }
            return any;
        } finally {
            following.unlock();
        }
    }

    private boolean isNews(FeedPage page) {
        return !page.entries().isEmpty() || page.tooOld() || page.incarnation() != incarnation;
    }

    public Optional<DesiredInstance> of(InstanceId id) {
        return Optional.ofNullable(instances.get(id));
    }

    /** One of which nothing is left to do, as the store still knows it. Blocks. */
    public Optional<DesiredInstance> history(InstanceId id) {
        return store.read(reading -> reading.instances().find(id).map(row -> read(reading, row)));
    }

    public Set<InstanceId> ids() {
        return Set.copyOf(instances.keySet());
    }

    /** Every instance that isn't history. */
    public Collection<DesiredInstance> all() {
        return List.copyOf(instances.values());
    }

    /** Everything that the node holds, ever held, or says it holds. */
    public Collection<DesiredInstance> concerning(NodeId node, List<Held> held) {
        Set<InstanceId> ids = new HashSet<>(byNode.getOrDefault(node, Set.of()));
        held.forEach(one -> ids.add(one.instance()));
        return ids.stream().flatMap(id -> of(id).stream()).toList();
    }

    public Collection<NodeRow> nodes() {
        return List.copyOf(nodes.values());
    }

    public Optional<NodeRow> node(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Operations that have not ended. */
    public Collection<OperationRow> operations() {
        return List.copyOf(operations.values());
    }

    /** The newest term that this gateway has seen. */
    public Term term() {
        return term;
    }

    /** A term has begun, which the feed tells only with the first change in it; an older one changes nothing. */
    public void reigns(Term newer) {
        following.lock();
        try {
            term = term.isOlderThan(newer) ? newer : term;
        } finally {
            following.unlock();
        }
    }

    public long position() {
        return position;
    }

    private FeedPage next() {
        return store.changesAfter(position, PAGE);
    }

    /** Replaces, never empties: readers must not see a moment in which nothing is desired. */
    private void readAll() {
        Set<InstanceId> touched = new HashSet<>(instances.keySet());
        long reached = store.read(reading -> {
            incarnation = reading.incarnation();
            reigns(reading.term());
            replace(nodes, reading.nodes().all(), NodeRow::id);
            replace(operations, reading.operations().open(), OperationRow::id);
            reading.instances().left().forEach(row -> touched.add(row.id()));
            reading.hosts().releasedUpTo(Long.MAX_VALUE).forEach(host -> touched.add(host.instance()));
            touched.forEach(id -> reload(reading, id));
            return reading.position();
        });
        position = reached;
        tell(touched);
    }

    private static <K, V> void replace(Map<K, V> map, List<V> values, Function<V, K> key) {
        map.keySet().retainAll(values.stream().map(key).toList());
        values.forEach(value -> map.put(key.apply(value), value));
    }

    private void apply(List<FeedEntry> entries) {
        Set<InstanceId> changed = new HashSet<>();
        store.read(reading -> {
            reigns(reading.term());
            entries.forEach(entry -> apply(reading, entry, changed));
            changed.forEach(id -> reload(reading, id));
            return reading;
        });
        position = entries.getLast().position();
        tell(changed);
    }

    private void apply(Reading reading, FeedEntry entry, Set<InstanceId> changed) {
        switch (entry.kind()) {
            case INSTANCE, PLACEMENT -> changed.add(new InstanceId(entry.id()));
            case HOST -> changed.addAll(owners(reading, new CanonicalHost(entry.id())));
            case NODE -> reload(reading, new NodeId(entry.id()));
            case OPERATION -> reload(reading, new OperationId(entry.id()));
            case TENANT, TEMPLATE, TOKEN -> {}
        }
    }

    /** Whose the host was, and whose it is. */
    private Set<InstanceId> owners(Reading reading, CanonicalHost host) {
        Set<InstanceId> owners = new HashSet<>();
        Optional.ofNullable(hosts.get(host)).ifPresent(owners::add);
        reading.hosts().find(host).ifPresent(row -> owners.add(row.instance()));
        return owners;
    }

    private void reload(Reading reading, InstanceId id) {
        Optional<DesiredInstance> now =
                reading.instances().find(id).map(row -> read(reading, row)).filter(instance -> !instance.isHistory());
        Optional<DesiredInstance> before =
                Optional.ofNullable(now.isPresent() ? instances.put(id, now.get()) : instances.remove(id));
        before.ifPresent(former -> unlink(former, now));
        now.ifPresent(this::link);
    }

    private void reload(Reading reading, NodeId id) {
        reading.nodes().find(id).ifPresentOrElse(row -> nodes.put(id, row), () -> nodes.remove(id));
    }

    private void reload(Reading reading, OperationId id) {
        reading.operations()
                .find(id)
                .filter(row -> !row.state().ended())
                .ifPresentOrElse(row -> operations.put(id, row), () -> operations.remove(id));
    }

    private DesiredInstance read(Reading reading, InstanceRow row) {
        return new DesiredInstance(
                row,
                reading.hosts().all(row.id()),
                reading.placements().find(row.id()),
                reading.holdings().of(row.id()).stream().map(HoldingRow::node).collect(Collectors.toSet()),
                outline.apply(reading, row),
                rules.apply(reading, row.template()));
    }

    private void link(DesiredInstance instance) {
        instance.hosts().forEach(host -> hosts.put(host.host(), instance.id()));
        instance.holdings()
                .forEach(node -> byNode.computeIfAbsent(node, id -> ConcurrentHashMap.newKeySet())
                        .add(instance.id()));
    }

    private void unlink(DesiredInstance former, Optional<DesiredInstance> now) {
        former.hosts().forEach(host -> hosts.remove(host.host(), former.id()));
        Set<NodeId> still = now.map(DesiredInstance::holdings).orElse(Set.of());
        former.holdings().stream()
                .filter(node -> !still.contains(node))
                .forEach(node -> byNode.getOrDefault(node, new HashSet<>()).remove(former.id()));
    }

    private void tell(Set<InstanceId> changed) {
        listeners.forEach(listener -> listener.changed(changed, position));
    }
}
