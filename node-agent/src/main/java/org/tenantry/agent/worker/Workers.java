package org.tenantry.agent.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.RunEnd;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.session.Holdings;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Orders;

/**
 * All instances on this node, one worker each: those with an assignment on disk from the start on, without asking anybody;
 * those of which only leftovers were found, untouched until somebody says what to do. Nothing is removed for missing from a
 * list.
 */
public final class Workers implements Holdings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration BLIND_INTERVAL = Duration.ofSeconds(1);

    private final Surroundings surroundings;
    private final Hands hands;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<InstanceId, InstanceWorker> workers = new TreeMap<>();
    private final ControlLoop census;
    private Map<InstanceId, Inventory> lastSeen = Map.of();
    private boolean blind;
    private Term newest;
    private Runtime.Subscription events = () -> {};

    private Workers(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.hands = new Hands(
                surroundings.runtime(),
                new Networks(surroundings.runtime(), surroundings.addresses()),
                new Turns(surroundings.startsAtOnce(), surroundings.alarm()),
                surroundings.clock(),
                surroundings.retiring());
        this.newest = surroundings.home().newestTerm();
        this.census = ControlLoop.of("census", INTERVAL, this::count);
    }

    /** Begins to follow everything that is on disk. */
    public static Workers start(Surroundings surroundings) {
        Workers workers = new Workers(surroundings);
        workers.begin();
        return workers;
    }

    private void begin() {
        locked(() -> {
            surroundings.home().assignments().load().forEach((instance, kept) -> begin(instance, Standpoint.of(kept)));
            events = surroundings.runtime().events(new Hearing());
            return events;
        });
        census.begin();
    }

    @Override
    public List<Held> held() {
        discover();
        return known();
    }

    @Override
    public List<Held> known() {
        return locked(() -> workers.values().stream()
                .flatMap(worker -> worker.held().stream())
                .toList());
    }

    @Override
    public Term newest() {
        return locked(() -> newest);
    }

    @Override
    public Set<InstanceId> take(Orders orders) {
        return locked(() -> {
            refuseOlder(orders.term());
            Set<InstanceId> wanted = new HashSet<>();
            for (Order order : orders.orders()) {
                if (worker(order.instance()).take(order)) {
                    wanted.add(order.instance());
                }
            }
            dropGone(orders);
            return wanted;
        });
    }

    @Override
    public void take(Assignment assignment) {
        locked(() -> {
            worker(assignment.instance()).take(assignment);
            return true;
        });
    }

    @Override
    public List<InstanceReport> reports() {
        return locked(() -> workers.values().stream()
                .flatMap(worker -> worker.report().stream())
                .toList());
    }

    @Override
    public boolean isSettled() {
        return locked(() -> workers.values().stream().allMatch(InstanceWorker::isSettled));
    }

    /** Ends all work and leaves every container running. */
    @Override
    public void close() {
        events.close();
        census.close();
        List<InstanceWorker> all = locked(() -> List.copyOf(workers.values()));
        List<Thread> closing = all.stream()
                .map(worker -> Thread.ofVirtual().start(worker::close))
                .toList();
        closing.forEach(Workers::joined);
    }

    /** Finds what has no assignment; an engine that is away has nothing to show now. */
    private void discover() {
        try {
            Set<InstanceId> found = surroundings.runtime().inventory().instances();
            locked(() -> {
                found.forEach(this::worker);
                return true;
            });
        } catch (TenantryException away) {
            LOG.warn("The engine can't be asked what it holds: {}", away.message());
        }
    }

    /** Looks at everything and wakes those workers whose share changed. */
    private void count() {
        Inventory all;
        try {
            all = surroundings.runtime().inventory();
        } catch (TenantryException away) {
            tellAway(away);
            return;
        }
        Map<InstanceId, Inventory> seen = new HashMap<>();
        all.instances().forEach(instance -> seen.put(instance, all.of(instance)));
        boolean returned = blind;
        blind = false;
        locked(() -> {
            seen.keySet().forEach(this::worker);
            workers.forEach((instance, worker) -> wake(instance, worker, seen, returned));
            return true;
        });
        lastSeen = seen;
    }

    private void tellAway(TenantryException away) {
        if (!blind) {
            LOG.warn("The engine is away: {}", away.message());
        }
        blind = true;
        locked(() -> surroundings.alarm().in(BLIND_INTERVAL, census::signal));
    }

    private void wake(InstanceId instance, InstanceWorker worker, Map<InstanceId, Inventory> seen, boolean returned) {
        if (returned) {
            worker.engineReturned();
        } else if (!Optional.ofNullable(seen.get(instance)).equals(Optional.ofNullable(lastSeen.get(instance)))) {
            worker.signal();
        }
    }

    private void refuseOlder(Term term) {
        if (term.isOlderThan(newest)) {
            throw TenantryException.field(
                    ErrorCode.STALE_TERM, "orders", "term " + term, "term " + newest + " or newer");
        }
        if (newest.isOlderThan(term)) {
            surroundings.home().keepNewestTerm(term);
            newest = term;
        }
    }

    /** What is gone is told until nobody asks for it any more. */
    private void dropGone(Orders orders) {
        Set<InstanceId> named = new HashSet<>();
        orders.orders().forEach(order -> named.add(order.instance()));
        workers.entrySet().removeIf(entry -> {
            boolean over = entry.getValue().isGone() && !named.contains(entry.getKey());
            if (over) {
                Thread.startVirtualThread(entry.getValue()::close);
            }
            return over;
        });
    }

    private InstanceWorker worker(InstanceId instance) {
        InstanceWorker known = workers.get(instance);
        return known != null ? known : begin(instance, new Wish.Undecided());
    }

    private InstanceWorker begin(InstanceId instance, Wish wish) {
        InstanceWorker worker = InstanceWorker.start(instance, wish, surroundings, hands);
        workers.put(instance, worker);
        return worker;
    }

    private static void joined(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One instance's events are its worker's alone: looking at everything for each would cost more with every instance. */
    private final class Hearing implements Runtime.Listener {
        @Override
        public void changed(Optional<InstanceId> whose) {
            whose.ifPresentOrElse(instance -> tell(instance, InstanceWorker::signal), census::signal);
        }

        @Override
        public void ended(InstanceId whose, RunEnd end) {
            tell(whose, worker -> worker.ended(end));
        }

        /** What is found ended now may have been ended by the engine. */
        @Override
        public void reopened() {
            Thread.startVirtualThread(() -> {
                locked(() -> {
                    workers.values().forEach(InstanceWorker::engineReturned);
                    return true;
                });
                census.signal();
            });
        }

        private void tell(InstanceId instance, Consumer<InstanceWorker> news) {
            locked(() -> {
                news.accept(worker(instance));
                return instance;
            });
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
