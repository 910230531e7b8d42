package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tenantry.agent.health.Health;
import org.tenantry.agent.home.Ending;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.RunEnd;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ReplicaKey;

/**
 * What a worker remembers of one instance beside what the engine shows; a value, so that decisions stay pure.
 *
 * @param images what the images declare, once they are present
 * @param refused by target: what will never work with this version of the assignment, and why
 * @param troubles by target: what failed lately and is tried again
 * @param pasts how each replica fared
 * @param witnessed by container: since when this agent has seen it run without a gap, so that its end will be told
 * @param ends by container: the last end that the engine told of, while it was not out of sight
 * @param health by container: what was found by asking the run that is under way
 * @param fronts what gateways were told
 */
record Memory(
        Map<ImageRef, ImageFacts> images,
        Map<String, String> refused,
        Map<String, Trouble> troubles,
        Map<ReplicaKey, Past> pasts,
        Map<String, Instant> witnessed,
        Map<String, RunEnd> ends,
        Map<String, Health> health,
        Fronts fronts) {

    /** Between two attempts at the same thing. */
    static final Backoff AGAIN = new Backoff(Duration.ofMillis(200), Duration.ofMinutes(1));

    /** What failed so many times in a row, and when it is tried again. */
    record Trouble(int failures, Instant retryAt, String reason) {}

    /**
     * How a replica fared.
     *
     * @param crashes ends in a row after short runs, the last one included
     * @param due when it may be started again
     */
    record Past(int crashes, Instant due, Ending ending) {}

    Memory {
        images = Map.copyOf(images);
        refused = Map.copyOf(refused);
        troubles = Map.copyOf(troubles);
        pasts = Map.copyOf(pasts);
        witnessed = Map.copyOf(witnessed);
        ends = Map.copyOf(ends);
        health = Map.copyOf(health);
    }

    /** Of a worker that just started, with the ends that counted before. */
    static Memory begun(List<Ending> endings) {
        Map<ReplicaKey, Past> pasts = new HashMap<>();
        endings.forEach(ending -> pasts.put(ending.replica(), new Past(1, ending.finishedAt(), ending)));
        return new Memory(Map.of(), Map.of(), Map.of(), pasts, Map.of(), Map.of(), Map.of(), Fronts.NONE);
    }

    /** How that run of that container ended, if it was noted. */
    Optional<Past> past(ReplicaKey replica, String container, Instant finishedAt) {
        return Optional.ofNullable(pasts.get(replica))
                .filter(past -> past.ending().container().equals(container)
                        && past.ending().finishedAt().equals(finishedAt));
    }

    Collection<Ending> endings() {
        return pasts.values().stream().map(Past::ending).toList();
    }

    Memory withImage(ImageRef image, ImageFacts facts) {
        return new Memory(with(images, image, facts), refused, troubles, pasts, witnessed, ends, health, fronts);
    }

    Memory withRefused(String target, String reason) {
        return new Memory(images, with(refused, target, reason), troubles, pasts, witnessed, ends, health, fronts);
    }

    Memory withTrouble(String target, Trouble trouble) {
        return new Memory(images, refused, with(troubles, target, trouble), pasts, witnessed, ends, health, fronts);
    }

    Memory withoutTrouble(String target) {
        return new Memory(
                images, refused, changed(troubles, map -> map.remove(target)), pasts, witnessed, ends, health, fronts);
    }

    /** After a step failed: what will never work is refused, everything else is tried again later. */
    Memory after(Step step, TenantryException failure, Instant now) {
        String target = step.target();
        String reason = target + ": " + told(failure);
        if (failure.code() == ErrorCode.INVALID) {
            return withRefused(target, reason).withoutTrouble(target);
        }
        Trouble before = troubles.get(target);
        int failures = before == null ? 1 : before.failures() + 1;
        return withTrouble(target, new Trouble(failures, now.plus(AGAIN.after(failures)), reason));
    }

    /** A failure with what the engine or a registry said of it. */
    static String told(TenantryException failure) {
        String reason = failure.parameters().getOrDefault("reason", "");
        return reason.isEmpty() ? failure.message() : failure.message() + "; " + reason;
    }

    /** Everything that failed is tried again at once; an engine that goes away refuses what it will take when it is back. */
    Memory hopeful() {
        return new Memory(images, Map.of(), Map.of(), pasts, witnessed, ends, health, fronts);
    }

    /** With a newer assignment, what was refused or failed under the old one is tried again. */
    Memory forgiving() {
        return new Memory(images, Map.of(), Map.of(), pasts, witnessed, ends, health, fronts);
    }

    Memory withPast(ReplicaKey replica, Past past) {
        return new Memory(images, refused, troubles, with(pasts, replica, past), witnessed, ends, health, fronts);
    }

    Memory withWitnessed(String container, Instant since) {
        return new Memory(images, refused, troubles, pasts, with(witnessed, container, since), ends, health, fronts);
    }

    Memory withoutWitnessed(String container) {
        return new Memory(
                images,
                refused,
                troubles,
                pasts,
                changed(witnessed, map -> map.remove(container)),
                ends,
                health,
                fronts);
    }

    Memory withEnd(RunEnd end) {
        return new Memory(
                images, refused, troubles, pasts, witnessed, with(ends, end.container(), end), health, fronts);
    }

    /** How the run that ended then came to its end, where the engine told; older ends are of earlier runs. */
    Optional<RunEnd> end(String container, Instant finishedAt) {
        return Optional.ofNullable(ends.get(container)).filter(end -> !end.at().isBefore(finishedAt));
    }

    /** The container is gone. */
    Memory without(String container) {
        return new Memory(
                images,
                refused,
                troubles,
                pasts,
                changed(witnessed, map -> map.remove(container)),
                changed(ends, map -> map.remove(container)),
                health,
                fronts);
    }

    /** The engine was out of sight: what ended meanwhile did not do so by itself as far as anybody knows. */
    Memory unsure() {
        return new Memory(images, refused, troubles, pasts, Map.of(), Map.of(), health, fronts);
    }

    Memory withFronts(Fronts changed) {
        return new Memory(images, refused, troubles, pasts, witnessed, ends, health, changed);
    }

    Memory withHealth(Map<String, Health> found) {
        return new Memory(images, refused, troubles, pasts, witnessed, ends, found, fronts);
    }

    /** Takes in what runs now; ends are judged by what was seen before. */
    Memory having(Inventory seen, Wish wish) {
        if (!wish.runs()) {
            return unsure();
        }
        return new Memory(
                images,
                refused,
                troubles,
                pasts,
                changed(witnessed, map -> seen.containers().forEach(container -> witness(map, container))),
                ends,
                health,
                fronts.among(ids(seen)));
    }

    private static Set<String> ids(Inventory seen) {
        return seen.containers().stream().map(HeldContainer::id).collect(Collectors.toSet());
    }

    private static void witness(Map<String, Instant> map, HeldContainer container) {
        switch (container.state()) {
            case ContainerState.Running(Instant startedAt) -> map.put(container.id(), startedAt);
            case ContainerState.Paused(Instant startedAt) -> map.put(container.id(), startedAt);
            case ContainerState.Exited exited -> {}
            case ContainerState.Created created -> {}
            case ContainerState.Unfinished unfinished -> {}
            case ContainerState.Dead dead -> {}
        }
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        return changed(map, copy -> copy.put(key, value));
    }

    private static <K, V> Map<K, V> changed(Map<K, V> map, Consumer<Map<K, V>> change) {
        Map<K, V> copy = new HashMap<>(map);
        change.accept(copy);
        return copy;
    }
}
