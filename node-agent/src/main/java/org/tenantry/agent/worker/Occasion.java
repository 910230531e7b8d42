package org.tenantry.agent.worker;

import java.time.Duration;

/** Why a container leaves the web, which says for what it stays a while longer. */
enum Occasion {
    /** Others serve in its place, so there is time: for streams too. */
    SUCCEEDED,
    /** Requests are held until its instance is back: what is under way ends, and streams have to go. */
    HELD,
    /** Its instance is stopped or removed. */
    ENDING;

    private static final Duration SHORT = Duration.ofSeconds(10);

    boolean waitsForStreams() {
        return this == SUCCEEDED;
    }

    /** How long it stays at most. */
    Duration bound(Duration drain) {
        return this == ENDING && drain.compareTo(SHORT) > 0 ? SHORT : drain;
    }
}
