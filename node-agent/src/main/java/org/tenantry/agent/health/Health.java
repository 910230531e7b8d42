package org.tenantry.agent.health;

import java.time.Instant;
import java.util.List;

/** What is known of one run of a container. */
public sealed interface Health {
    /** It did not answer well yet, and its time isn't over. */
    record Starting() implements Health {}

    /** It works. */
    record Well(Instant since) implements Health {}

    /** It failed too often in a row; the answer and its last lines from when it became ill say how. */
    record Ill(Instant since, String answer, List<String> lastLog) implements Health {
        public Ill {
            lastLog = List.copyOf(lastLog);
        }
    }
}
