package org.tenantry.agent.health;

import java.time.Instant;

/** What is known of one run of a container. */
public sealed interface Health {
    /** It did not answer well yet, and its time isn't over. */
    record Starting() implements Health {}

    /** It works. */
    record Well(Instant since) implements Health {}

    /** It failed too often in a row; the last answer says how. */
    record Ill(Instant since, String lastAnswer) implements Health {}
}
