package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.tenantry.agent.runtime.RunEnd;

/**
 * Tells ends apart within one opening of the stream of events: a process that was sent a signal did not end by itself. The
 * engine tells a signal before the end that it leads to, whoever sent it: a person, the agent, or the engine on its way out.
 */
final class Ends {
    private final Set<String> signalled = new HashSet<>();
    private final Set<String> ended = new HashSet<>();

    /** The end that this event tells of. */
    Optional<RunEnd> after(Event event) {
        String container = container(event);
        return switch (Objects.requireNonNullElse(event.getAction(), "")) {
            case "kill" -> {
                signalled.add(container);
                yield Optional.empty();
            }
            case "start", "destroy" -> {
                signalled.remove(container);
                ended.remove(container);
                yield Optional.empty();
            }
            case "die" -> died(event, container);
            default -> Optional.empty();
        };
    }

    /** What did not start again has no other end, whatever an engine tells of a start that failed. */
    private Optional<RunEnd> died(Event event, String container) {
        return ended.add(container)
                ? Optional.of(new RunEnd(container, time(event), !signalled.contains(container)))
                : Optional.empty();
    }

    private static String container(Event event) {
        EventActor actor = event.getActor();
        return actor == null ? "" : Objects.requireNonNullElse(actor.getId(), "");
    }

    private static Instant time(Event event) {
        return Instant.EPOCH.plusNanos(Objects.requireNonNullElse(event.getTimeNano(), 0L));
    }
}
