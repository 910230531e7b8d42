package org.tenantry.agent.runtime;

import java.util.OptionalInt;

/** A stream of bytes that is under way. */
public interface Running extends AutoCloseable {
    /**
     * Waits until the last byte was taken.
     *
     * @return the exit code of a command; empty for logs and for what was cancelled
     */
    OptionalInt await() throws InterruptedException;

    /** Cancels it: no further byte comes, and a command that still runs is killed. Does nothing at its end. */
    @Override
    void close();
}
