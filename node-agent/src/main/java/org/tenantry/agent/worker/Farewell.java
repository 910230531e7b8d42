package org.tenantry.agent.worker;

import java.util.Optional;
import org.tenantry.common.instance.Load;

/** Whether a container that left the web may be stopped now. Pure. */
enum Farewell {
    /** Nobody needs it. */
    NOW,
    /** Somebody does, or may. */
    LATER,
    /** Somebody may, and has had all the time that there is. */
    ALL_THE_SAME;

    /**
     * @param load what gateways said; empty where none did
     * @param late whether it has stayed as long as it may
     */
    static Farewell of(Occasion occasion, Optional<Load> load, boolean late) {
        if (load.filter(now -> isFree(occasion, now)).isPresent()) {
            return NOW;
        }
        return late ? ALL_THE_SAME : LATER;
    }

    private static boolean isFree(Occasion occasion, Load load) {
        boolean streams = load.streams() > 0 && occasion.waitsForStreams();
        return !load.routed() && load.requests() == 0 && !streams;
    }
}
