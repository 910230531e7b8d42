package org.tenantry.agent.worker;

import java.time.Duration;

/** Makes a later moment a signal. */
@FunctionalInterface
public interface Alarm {
    /** Calls once after the wait; what it calls must be quick. */
    Bell in(Duration wait, Runnable call);

    /** An alarm that is set. */
    @FunctionalInterface
    interface Bell {
        /** Takes it back, if it didn't ring yet. */
        void cancel();
    }
}
