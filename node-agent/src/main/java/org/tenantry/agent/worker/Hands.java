package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.home.Ending;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.ContainerOrder.NetworkUse;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.agent.runtime.Owner;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.runtime.VolumeOrder;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ReplicaKey;

/** Does steps, for all instances of the node. Each answers with what is to be remembered of it; a step that fails throws. */
final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final Runtime runtime;
    private final Networks networks;
    private final Turns turns;
    private final Retiring retiring;
    private final InstantSource clock;

    Hands(Runtime runtime, Networks networks, Turns turns, InstantSource clock, Retiring retiring) {
        this.runtime = runtime;
        this.networks = networks;
        this.turns = turns;
        this.clock = clock;
        this.retiring = retiring;
    }

    /** When the step may be done; what frees something or waits by itself need not queue. */
    Turns.Turn turn(Step step) {
        return switch (step) {
            case Step.MakeContainer make -> turns.queue();
            case Step.Start start -> turns.queue();
            case Step.FetchImage fetch -> turns.free();
            case Step.MakeNetwork make -> turns.free();
            case Step.MakeVolume make -> turns.free();
            case Step.Note note -> turns.free();
            case Step.Retire retire -> turns.free();
            case Step.Stop stop -> turns.free();
            case Step.RemoveContainer remove -> turns.free();
            case Step.RemoveNetwork remove -> turns.free();
            case Step.RemoveVolume remove -> turns.free();
        };
    }

    UnaryOperator<Memory> perform(Step step, Situation situation) throws InterruptedException {
        return switch (step) {
            case Step.FetchImage(ImageRef image) -> fetch(image);
            case Step.MakeNetwork(var network) -> done(() -> networks.make(owner(situation), network));
            case Step.MakeVolume(var key) -> done(() -> runtime.createVolume(new VolumeOrder(owner(situation), key)));
            case Step.MakeContainer make -> done(() -> make(make, situation));
            case Step.Start(ReplicaKey replica, String container) -> start(container);
            case Step.Note note -> note(note, situation);
            case Step.Retire retire -> retiring.perform(retire, situation);
            case Step.Stop(ReplicaKey replica, String container, Duration grace) -> stop(container, grace);
            case Step.RemoveContainer(ReplicaKey replica, String container) -> remove(container);
            case Step.RemoveNetwork(String name, String id) -> done(() -> runtime.removeNetwork(id));
            case Step.RemoveVolume(var key, String id) -> done(() -> runtime.removeVolume(id));
        };
    }

    private UnaryOperator<Memory> fetch(ImageRef image) {
        ImageFacts facts = runtime.ensureImage(image, progress -> LOG.debug("{}", progress));
        return memory -> memory.withImage(image, facts);
    }

    private void make(Step.MakeContainer step, Situation situation) {
        Materials materials = Materials.of(step.replica(), step.service(), situation.memory());
        List<NetworkUse> uses = step.service().form().networks().stream()
                .map(attachment -> new NetworkUse(
                        situation
                                .seen()
                                .network(attachment.network())
                                .orElseThrow()
                                .id(),
                        attachment.aliases()))
                .toList();
        runtime.createContainer(new ContainerOrder(
                owner(situation),
                step.replica(),
                step.service().revision(),
                materials.facts().orElseThrow().id(),
                step.service().form(),
                uses,
                materials.resolved(situation.seen())));
    }

    /** A container that vanished, or one of its parts, is not there to be started: it is made again. */
    private UnaryOperator<Memory> start(String container) {
        try {
            runtime.start(container);
        } catch (TenantryException refused) {
            if (refused.code() != ErrorCode.NOT_FOUND) {
                throw refused;
            }
            LOG.warn("{}: the container can't be started any more and is made again: {}", container, refused.message());
            runtime.remove(container);
        }
        Instant now = clock.instant();
        return memory -> memory.withWitnessed(container, now);
    }

    private UnaryOperator<Memory> stop(String container, Duration grace) {
        runtime.stop(container, grace);
        return memory -> memory.withoutWitnessed(container);
    }

    private UnaryOperator<Memory> remove(String container) {
        runtime.remove(container);
        return memory -> memory.without(container);
    }

    private UnaryOperator<Memory> note(Step.Note note, Situation situation) {
        List<String> lines = Lines.bounded(runtime.lastLog(note.container(), Lines.MOST));
        Step.Exit exit = note.exit();
        String reason = "its process ended with " + exit.code() + (exit.outOfMemory() ? ", out of memory" : "");
        Ending ending = new Ending(
                note.replica(),
                note.container(),
                exit.finishedAt(),
                exit.code(),
                situation.wish().version(),
                new Failure(reason, OptionalInt.of(exit.code()), lines));
        return memory -> noted(memory, note, ending);
    }

    private Memory noted(Memory memory, Step.Note note, Ending ending) {
        int crashes = ranLong(memory, note) ? 1 : crashesBefore(memory, note.replica()) + 1;
        Instant due = clock.instant().plus(Restart.BACKOFF.after(crashes));
        return memory.withPast(note.replica(), new Memory.Past(crashes, due, ending));
    }

    private static boolean ranLong(Memory memory, Step.Note note) {
        Instant finishedAt = note.exit().finishedAt();
        Instant startedAt = memory.witnessed().getOrDefault(note.container(), finishedAt);
        return Duration.between(startedAt, finishedAt).compareTo(Restart.LONG_RUN) >= 0;
    }

    private static int crashesBefore(Memory memory, ReplicaKey replica) {
        Memory.Past past = memory.pasts().get(replica);
        return past == null ? 0 : past.crashes();
    }

    private static Owner owner(Situation situation) {
        if (situation.wish() instanceof Wish.Follow(Assignment assignment)) {
            return new Owner(assignment.instance(), assignment.tenant());
        }
        throw new IllegalStateException("only what is followed has things made for it: " + situation.wish());
    }

    private static UnaryOperator<Memory> done(Runnable work) {
        work.run();
        return memory -> memory;
    }
}
