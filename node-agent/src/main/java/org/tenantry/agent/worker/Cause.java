package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.RunEnd;

/**
 * Whose doing it was that a container's process ended: pure. Only an end of its own may mean that it is done; an engine that
 * goes away ends processes too, and most of those end with 0. In doubt a process runs once more, and none stays down.
 */
enum Cause {
    /** It was seen to run, and the engine told of the end when it came, and of no signal before it. */
    ITS_OWN,
    /** Somebody sent it a signal, or it ended while nobody could know. */
    ANOTHERS,
    /** The engine has not told yet, and was not out of sight. */
    UNTOLD;

    /** How long the engine may take to tell of an end that it already shows. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    static Cause of(String container, ContainerState.Exited exited, Memory memory, Instant now) {
        if (!memory.witnessed().containsKey(container)) {
            return ANOTHERS;
        }
        Optional<RunEnd> end = memory.end(container, exited.finishedAt());
        if (end.isPresent()) {
            return end.get().byItself() ? ITS_OWN : ANOTHERS;
        }
        return due(exited).isAfter(now) ? UNTOLD : ANOTHERS;
    }

    /** When an end that was not told counts as another's. */
    static Instant due(ContainerState.Exited exited) {
        return exited.finishedAt().plus(PATIENCE);
    }
}
