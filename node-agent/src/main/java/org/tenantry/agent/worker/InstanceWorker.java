package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.health.Patient;
import org.tenantry.agent.health.Ward;
import org.tenantry.agent.home.Endings;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.RunEnd;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Order;

/**
 * Brings one instance to what is wished for it, again and again: look, decide, begin what can begin, report. Steps run side
 * by side on virtual threads, one at a time per target; one that fails is tried again with backoff and is seen as waiting.
 * Nothing that it needs to go on is only in memory, so it may be killed at any moment.
 */
final class InstanceWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceWorker.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final InstanceId instance;
    private final Surroundings surroundings;
    private final Endings endings;
    private final Hands hands;
    private final Ward ward;
    private final ControlLoop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Work> underWay = new HashMap<>();
    private final Standpoint standpoint;
    private Memory memory;
    private final AtomicLong changes = new AtomicLong();
    private int blindPasses;
    private Optional<Look> lastLook = Optional.empty();
    private boolean closed;
    private boolean known;
    private Optional<InstanceReport> told = Optional.empty();
    private Alarm.Bell bell = () -> {};

    /** What was seen after so many signals. */
    private record Look(Inventory seen, long changes, Instant at) {
        boolean isGood(long changesNow, Instant now) {
            return changes == changesNow && Duration.between(at, now).compareTo(FRESH) < 0;
        }
    }

    /** One step and when it may be done. */
    private record Work(Thread thread, Turns.Turn turn) {}

    private InstanceWorker(InstanceId instance, Wish wish, Surroundings surroundings, Hands hands) {
        this.instance = instance;
        this.surroundings = surroundings;
        this.endings = surroundings.home().endings();
        this.standpoint = new Standpoint(instance, surroundings.home().assignments(), wish);
        this.memory = Memory.begun(endings.load(instance));
        this.hands = hands;
        this.ward = new Ward(surroundings.runtime(), surroundings.clock(), this::healthChanged);
        this.loop = ControlLoop.of(instance.value(), INTERVAL, this::pass);
    }

    static InstanceWorker start(InstanceId instance, Wish wish, Surroundings surroundings, Hands hands) {
        InstanceWorker worker = new InstanceWorker(instance, wish, surroundings, hands);
        worker.loop.begin();
        return worker;
    }

    void signal() {
        changes.incrementAndGet();
        loop.signal();
    }

    /** The engine tells of an end; a signal follows. */
    void ended(RunEnd end) {
        remember(known -> known.withEnd(end));
    }

    /** Nothing that the engine could tell has changed. */
    private void healthChanged() {
        loop.signal();
    }

    /** The engine is back, or may have lost events: what it shows as ended did not end by itself as far as is known. */
    void engineReturned() {
        remember(known -> known.unsure().hopeful());
        signal();
    }

    /** Takes an order; true where its assignment has to be fetched. */
    boolean take(Order order) {
        return changed(() -> standpoint.take(order));
    }

    /** Takes an assignment; one that is older than what is followed is refused. */
    void take(Assignment assignment) {
        changed(() -> standpoint.take(assignment));
    }

    /** What is to be said of the instance; empty before the first look, and while nothing was asked yet of what runs. */
    Optional<InstanceReport> report() {
        return locked(() -> told);
    }

    boolean isGone() {
        return locked(() -> told.isPresent() && told.get().gone());
    }

    /** Whether everything was looked at once, health included: before, a report would say too little. */
    boolean isSettled() {
        return locked(() -> told.isPresent() && known) && ward.allAsked();
    }

    /** What to say at registering; nothing of an instance that is gone. */
    Optional<Held> held() {
        return locked(() -> isGone()
                ? Optional.empty()
                : Optional.of(new Held(
                        instance, standpoint.wish().term(), standpoint.wish().version())));
    }

    /** Ends the work and leaves everything running. */
    @Override
    public void close() {
        List<Work> steps = locked(() -> {
            closed = true;
            bell.cancel();
            return List.copyOf(underWay.values());
        });
        steps.forEach(step -> step.thread().interrupt());
        loop.close();
        ward.close();
    }

    /** Orders name all instances whenever one of them changes, so the others must not look again for it. */
    private boolean changed(Supplier<Boolean> change) {
        return locked(() -> {
            Wish before = standpoint.wish();
            boolean result = change.get();
            if (!before.equals(standpoint.wish())) {
                memory = memory.forgiving();
                told = told.filter(report -> !report.gone());
                underWay.values().forEach(step -> step.turn().giveUp());
                signal();
            }
            return result;
        });
    }

    private void pass() {
        Wish wish = locked(standpoint::wish);
        Set<String> busy = locked(() -> Set.copyOf(underWay.keySet()));
        Optional<Inventory> seen = look();
        if (seen.isPresent()) {
            act(new Situation(wish, seen.get(), remember(known -> known.having(seen.get(), wish)), busy, now()));
        }
    }

    /** What was just seen is good enough for a change of health: looking again would keep a ready instance waiting. */
    private Optional<Inventory> look() {
        long change = changes.get();
        Instant now = now();
        if (lastLook.isPresent() && lastLook.get().isGood(change, now)) {
            return Optional.of(lastLook.get().seen());
        }
        lastLook = Optional.empty();
        try {
            Inventory seen = surroundings.runtime().inventory(instance);
            blindPasses = 0;
            lastLook = Optional.of(new Look(seen, change, now));
            return Optional.of(seen);
        } catch (TenantryException away) {
            LOG.debug("{}: the engine can't be asked: {}", instance, away.message());
            remember(Memory::unsure);
            wakeIn(Memory.AGAIN.after(++blindPasses));
            return Optional.empty();
        }
    }

    private void act(Situation before) {
        ward.watch(Patients.of(before));
        Situation situation =
                new Situation(before.wish(), before.seen(), remember(this::withHealth), before.busy(), before.now());
        Decision decision = NextStep.decide(situation);
        tell(situation, new Endpoints(surroundings.node(), instance).told(situation, decision));
        decision.steps().forEach(step -> begin(step, situation));
        decision.again().ifPresent(time -> wakeIn(Duration.between(now(), time)));
        report(situation, decision);
    }

    private Memory withHealth(Memory known) {
        Map<String, Health> health = new HashMap<>();
        ward.health().forEach((Patient patient, Health found) -> health.put(patient.container(), found));
        return known.withHealth(health);
    }

    /** Who is reported again needn't leave any more. */
    private void tell(Situation situation, Map<String, Endpoint> fronts) {
        locked(() -> {
            known |= Patients.areKnown(situation);
            memory = memory.withFronts(memory.fronts().telling(fronts));
            fronts.keySet().stream()
                    .map(container -> Optional.ofNullable(underWay.get(Targets.leaving(container))))
                    .flatMap(Optional::stream)
                    .forEach(leaving -> leaving.thread().interrupt());
            return memory;
        });
    }

    private void begin(Step step, Situation situation) {
        locked(() -> {
            boolean begins =
                    !closed && situation.wish().equals(standpoint.wish()) && !underWay.containsKey(step.target());
            if (begins) {
                Turns.Turn turn = hands.turn(step);
                Thread thread = Thread.ofVirtual()
                        .name(instance + " " + step.target())
                        .unstarted(() -> await(turn, step, situation));
                underWay.put(step.target(), new Work(thread, turn));
                thread.start();
            }
            return begins;
        });
    }

    private void await(Turns.Turn turn, Step step, Situation situation) {
        try (turn) {
            if (turn.await()) {
                perform(step, situation);
            }
        } catch (InterruptedException unwanted) {
            Thread.currentThread().interrupt();
        } finally {
            locked(() -> underWay.remove(step.target()));
            signal();
        }
    }

    private void perform(Step step, Situation situation) throws InterruptedException {
        try {
            LOG.debug("{}: {}", instance, step);
            if (step instanceof Step.Stop stop) {
                remember(known -> known.withoutWitnessed(stop.container()));
            }
            UnaryOperator<Memory> learnt = hands.perform(step, situation);
            remember(known -> learnt.apply(known).withoutTrouble(step.target()));
            noteEnding(step);
        } catch (TenantryException failure) {
            failed(step, failure);
        } catch (RuntimeException bug) {
            failed(step, unexpected(step, bug));
        }
    }

    /** On disk before anything follows from it. */
    private void noteEnding(Step step) {
        if (step instanceof Step.Note) {
            locked(() -> {
                endings.put(instance, memory.endings());
                return true;
            });
        }
    }

    private TenantryException unexpected(Step step, RuntimeException bug) {
        if (!locked(() -> closed)) {
            LOG.error("{}: {}: an unexpected failure", instance, step.target(), bug);
        }
        return TenantryException.of(ErrorCode.INTERNAL, "an internal error of the agent; its log has more");
    }

    private void failed(Step step, TenantryException failure) {
        if (locked(() -> closed)) {
            return;
        }
        boolean refused = failure.code() == ErrorCode.INVALID;
        String outcome = refused ? "is refused" : "failed and is tried again";
        LOG.info("{}: {} {}: {}", instance, step.target(), outcome, Memory.told(failure));
        remember(known -> known.after(step, failure, now()));
    }

    private void report(Situation situation, Decision decision) {
        InstanceReport report = new Endpoints(surroundings.node(), instance).report(situation, decision);
        boolean news = locked(() -> {
            boolean current = situation.wish().equals(standpoint.wish()) && !closed;
            boolean differs = current && !told.equals(Optional.of(report));
            if (differs && report.gone()) {
                standpoint.forget();
                endings.forget(instance);
                LOG.info("{}: nothing of it is left", instance);
            }
            told = differs ? Optional.of(report) : told;
            return differs;
        });
        if (news) {
            surroundings.reports().accept(report);
        }
    }

    private void wakeIn(Duration wait) {
        locked(() -> {
            bell.cancel();
            bell = closed ? () -> {} : surroundings.alarm().in(wait, this::signal);
            return bell;
        });
    }

    private Memory remember(UnaryOperator<Memory> change) {
        return locked(() -> memory = change.apply(memory));
    }

    private Instant now() {
        return surroundings.clock().instant();
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
