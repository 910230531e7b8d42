package org.tenantry.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.home.Ending;
import org.tenantry.agent.network.AddressBook;
import org.tenantry.agent.network.AddressPool;
import org.tenantry.agent.runtime.FakeEngine;
import org.tenantry.agent.runtime.FakeRuntime;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.RunEnd;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Load;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Ids;

/** A worker without threads: decides and does one step after the other, so that a seed repeats everything. */
final class Simulation {
    final ManualClock clock = new ManualClock();
    final FakeEngine engine = new FakeEngine(clock);
    final FakeRuntime runtime = engine.runtime(Samples.CLUSTER);
    final Map<String, Health> sick = new HashMap<>();
    private static final NodeId NODE = new NodeId("n-aaaaaaaaaaaa");
    private final Endpoints endpoints = new Endpoints(NODE, Samples.INSTANCE);
    private final Hands hands;
    private List<Ending> disk = List.of();
    private Memory memory = Memory.begun(List.of());
    private Wish wish = new Wish.Undecided();
    Optional<Decision> last = Optional.empty();
    Map<String, Endpoint> told = Map.of();

    /** Called after each decision that may be told, before anything is done. */
    Consumer<Decision> watcher = decision -> {};

    private final Map<String, Endpoint> everTold = new HashMap<>();
    private final Set<Endpoint> free = new HashSet<>();

    Simulation() {
        AddressBook addresses = new AddressBook(AddressPool.usual(), runtime::subnets, new Ids(new Random(1)));
        hands = new Hands(
                runtime,
                new Networks(runtime, addresses),
                new Turns(1, (wait, call) -> () -> {}),
                clock,
                new Retiring(NODE, this::asked, Duration.ofSeconds(30), () -> 0));
        engine.anyImage();
        runtime.events(new Hearing());
    }

    void wish(Wish next) {
        if (!wish.equals(next)) {
            wish = next;
            memory = memory.forgiving();
        }
    }

    /** The agent was killed: what it had in memory is gone. */
    void restart() {
        memory = Memory.begun(disk);
    }

    /** One pass: all steps that can be taken, in that order. */
    Decision pass(Random order) {
        Inventory seen;
        try {
            seen = runtime.inventory(Samples.INSTANCE);
        } catch (TenantryException away) {
            memory = memory.unsure();
            return new Decision(List.of(), new java.util.TreeMap<>(), Map.of(), Optional.empty(), false);
        }
        memory = memory.having(seen, wish);
        Situation before = new Situation(wish, seen, memory, Set.of(), clock.instant());
        Map<String, Health> health = new HashMap<>();
        Patients.of(before)
                .forEach(patient -> health.put(
                        patient.container(),
                        sick.getOrDefault(patient.container(), new Health.Well(patient.startedAt()))));
        memory = memory.withHealth(health);
        Situation situation = new Situation(wish, seen, memory, Set.of(), clock.instant());
        Decision decision = NextStep.decide(situation);
        told = endpoints.told(situation, decision);
        memory = memory.withFronts(memory.fronts().telling(told));
        everTold.putAll(told);
        free.removeAll(told.values());
        if (Patients.areKnown(situation)) {
            watcher.accept(decision);
        }
        List<Step> steps = new ArrayList<>(decision.steps());
        Collections.shuffle(steps, order);
        steps.forEach(step -> perform(step, situation));
        last = Optional.of(decision);
        return decision;
    }

    /** Passes until nothing is left to do, now or later. */
    Decision settle() {
        Random order = new Random(7);
        for (int i = 0; i < 200; i++) {
            Decision decision = pass(order);
            if (decision.steps().isEmpty() && decision.again().isEmpty()) {
                return decision;
            }
            clock.forward(Duration.ofSeconds(decision.steps().isEmpty() ? 61 : 1));
        }
        throw new AssertionError("never settles: " + last + "\n" + runtime.inventory() + "\n" + memory);
    }

    private final class Hearing implements Runtime.Listener {
        @Override
        public void changed(Optional<InstanceId> whose) {}

        @Override
        public void ended(InstanceId whose, RunEnd end) {
            memory = memory.withEnd(end);
        }

        @Override
        public void reopened() {
            memory = memory.unsure();
        }
    }

    /** Gateways know what was told last, and nobody is under way. */
    private Optional<Load> asked(Endpoint endpoint) {
        if (!told.containsValue(endpoint)) {
            free.add(endpoint);
        }
        return Optional.of(new Load(told.containsValue(endpoint), 0, 0));
    }

    /** Nothing that gateways were told of is stopped before they said that nobody is there. */
    private void assertFree(String container) {
        Endpoint endpoint = everTold.get(container);
        if (endpoint != null && !(wish instanceof Wish.Aside)) {
            assertThat(free)
                    .as("what is free when " + endpoint.replica() + " is stopped")
                    .contains(endpoint);
        }
    }

    private void perform(Step step, Situation situation) {
        try {
            if (step instanceof Step.Stop stop) {
                assertFree(stop.container());
                memory = memory.withoutWitnessed(stop.container());
            }
            memory = hands.perform(step, situation).apply(memory).withoutTrouble(step.target());
            if (step instanceof Step.Note) {
                disk = List.copyOf(memory.endings());
            }
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        } catch (TenantryException failure) {
            memory = memory.after(step, failure, clock.instant());
        }
    }
}
