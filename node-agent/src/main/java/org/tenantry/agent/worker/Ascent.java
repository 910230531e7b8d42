package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;

/**
 * Towards an instance that runs: images, networks and volumes at once, containers as soon as theirs are there, starts in
 * the order of dependencies. An old container is only stopped once everything for its successor is there.
 */
final class Ascent {
    private final Situation situation;
    private final Assignment assignment;
    private final Standings standings;
    private final Changeover changeover;

    Ascent(Situation situation, Assignment assignment) {
        this.situation = situation;
        this.assignment = assignment;
        this.standings = new Standings(situation, assignment);
        this.changeover = new Changeover(situation, assignment, standings);
    }

    Decision decide() {
        List<Step> steps = new ArrayList<>();
        steps.addAll(images());
        steps.addAll(networks());
        steps.addAll(volumes());
        steps.addAll(departures());
        webFirst().forEach(standing -> steps.addAll(replica(standing)));
        steps.addAll(Leftovers.containers(situation, standings::isWanted, occasion()));
        steps.addAll(Leftovers.networks(situation, assignment));
        return new Decision(
                steps.stream().filter(situation::isFree).distinct().toList(),
                states(),
                changeover.fronts(),
                nextDue(),
                false);
    }

    /** Steps queue for their turn in this order: what people wait for, then the rest. */
    private List<Standing> webFirst() {
        Set<ServiceName> path = WebPath.of(assignment);
        return standings.all().values().stream()
                .sorted(Comparator.comparing(
                        standing -> !path.contains(standing.replica().service())))
                .toList();
    }

    private List<Step> images() {
        return standings.all().values().stream()
                .map(standing -> standing.service().form().image())
                .distinct()
                .filter(image -> !situation.memory().images().containsKey(image))
                .<Step>map(Step.FetchImage::new)
                .toList();
    }

    private List<Step> networks() {
        Set<String> made = new TreeSet<>();
        situation.seen().networks().forEach(network -> made.add(network.name()));
        return assignment.networks().stream()
                .filter((InstanceNetwork network) -> !made.contains(network.name()))
                .<Step>map(Step.MakeNetwork::new)
                .toList();
    }

    private List<Step> volumes() {
        List<VolumeKey> wanted = new ArrayList<>();
        assignment.volumes().forEach(name -> wanted.add(new VolumeKey.Named(name)));
        standings
                .all()
                .values()
                .forEach(standing ->
                        Materials.of(standing, situation.memory()).volumes().forEach(use -> wanted.add(use.key())));
        return wanted.stream()
                .distinct()
                .filter(key -> situation.seen().volume(key).isEmpty())
                .<Step>map(Step.MakeVolume::new)
                .toList();
    }

    private Occasion occasion() {
        return changeover.isHeld() ? Occasion.HELD : Occasion.SUCCEEDED;
    }

    /** While requests are held, whatever served them leaves. */
    private List<Step> departures() {
        return changeover.isHeld()
                ? Leaving.remaining(situation).stream()
                        .map(container -> Leaving.retire(situation, container, Occasion.HELD))
                        .toList()
                : List.of();
    }

    private List<Step> replica(Standing standing) {
        boolean ready = Materials.of(standing, situation.memory()).areThere(situation.seen());
        if (changeover.isBeside(standing)) {
            return beside(standing, ready);
        }
        if (!standing.surplus().isEmpty()) {
            boolean speaks = standing.kept().isEmpty() && standing.shown().isPresent();
            return (speaks && !ready) || changeover.mustWait(standing)
                    ? List.of()
                    : List.of(Leftovers.clear(standing.surplus().getFirst(), assignment));
        }
        return kept(standing, ready).stream().toList();
    }

    /** The new container comes up beside the old one, and takes its place when it is ready. */
    private List<Step> beside(Standing standing, boolean ready) {
        List<Step> steps = new ArrayList<>();
        Optional<HeldContainer> serving =
                changeover.isReady(standing) ? Optional.empty() : changeover.predecessor(standing);
        Duration grace = Leftovers.grace(standing.replica().service(), assignment);
        standing.surplus().stream()
                .filter(container -> !serving.equals(Optional.of(container)))
                .forEach(container -> steps.add(Leftovers.clear(situation, container, grace, Occasion.SUCCEEDED)));
        if (changeover.isOnTurn(standing)) {
            kept(standing, ready).ifPresent(steps::add);
        }
        return steps;
    }

    private Optional<Step> kept(Standing standing, boolean ready) {
        if (standing.kept().isEmpty()) {
            return ready ? Optional.of(make(standing)) : Optional.empty();
        }
        return onwards(standing, standing.kept().get(), ready);
    }

    private Optional<Step> onwards(Standing standing, HeldContainer container, boolean ready) {
        return switch (container.state()) {
            case ContainerState.Running running -> Optional.empty();
            case ContainerState.Paused paused -> Optional.empty();
            case ContainerState.Created created -> start(standing, container);
            case ContainerState.Unfinished unfinished -> ready ? Optional.of(make(standing)) : Optional.empty();
            case ContainerState.Exited exited -> ended(standing, container, exited);
            case ContainerState.Dead dead -> Optional.of(Leftovers.clear(container, assignment));
        };
    }

    private Optional<Step> ended(Standing standing, HeldContainer container, ContainerState.Exited exited) {
        Memory memory = situation.memory();
        Optional<Memory.Past> past = memory.past(standing.replica(), container.id(), exited.finishedAt());
        if (past.isPresent()) {
            return again(standing, container, past.get());
        }
        return switch (Cause.of(container.id(), exited, memory, situation.now())) {
            case ITS_OWN -> Optional.of(note(standing, container, exited));
            case ANOTHERS -> start(standing, container);
            case UNTOLD -> Optional.empty();
        };
    }

    private static Step note(Standing standing, HeldContainer container, ContainerState.Exited exited) {
        Step.Exit exit = new Step.Exit(exited.code(), exited.finishedAt(), exited.outOfMemory());
        return new Step.Note(standing.replica(), standing.service(), container.id(), exit);
    }

    private Optional<Step> again(Standing standing, HeldContainer container, Memory.Past past) {
        Optional<Restart> verdict = standings.verdict(standing, past);
        if (verdict.isEmpty()) {
            return start(standing, container);
        }
        return switch (verdict.get()) {
            case DONE, NEVER -> Optional.empty();
            case AGAIN -> past.due().isAfter(situation.now()) ? Optional.empty() : start(standing, container);
        };
    }

    private Optional<Step> start(Standing standing, HeldContainer container) {
        boolean waits = standings.awaited(standing.service()).isPresent()
                || (changeover.isJob(standing) && changeover.mustWait(standing));
        return waits ? Optional.empty() : Optional.of(new Step.Start(standing.replica(), container.id()));
    }

    private static Step make(Standing standing) {
        return new Step.MakeContainer(standing.replica(), standing.service());
    }

    /** What a replica waits for is told where nothing worse is. */
    private SortedMap<ReplicaKey, ReplicaState> states() {
        SortedMap<ReplicaKey, ReplicaState> told = new TreeMap<>(standings.states());
        for (Standing standing : standings.all().values()) {
            Optional<String> awaited = standings.awaited(standing.service());
            boolean plain = told.get(standing.replica()) instanceof ReplicaState.Waiting
                    && standings.obstacle(standing).isEmpty();
            if (plain && awaited.isPresent()) {
                told.put(standing.replica(), new ReplicaState.Waiting(awaited.get()));
            }
        }
        return told;
    }

    private Optional<Instant> untold(HeldContainer container) {
        return container.state() instanceof ContainerState.Exited exited
                        && Cause.of(container.id(), exited, situation.memory(), situation.now()) == Cause.UNTOLD
                ? Optional.of(Cause.due(exited))
                : Optional.empty();
    }

    private Optional<Instant> nextDue() {
        Memory memory = situation.memory();
        List<Instant> times = new ArrayList<>();
        memory.troubles().values().forEach(trouble -> times.add(trouble.retryAt()));
        memory.pasts().values().forEach(past -> times.add(past.due()));
        changeover.due().forEach(times::add);
        standings.all().values().stream()
                .flatMap(standing -> standing.kept().stream())
                .flatMap(container -> untold(container).stream())
                .forEach(times::add);
        return times.stream().filter(time -> time.isAfter(situation.now())).min(Instant::compareTo);
    }
}
