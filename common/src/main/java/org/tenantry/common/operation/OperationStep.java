package org.tenantry.common.operation;

import java.util.Optional;

/**
 * One step of an operation as people see it.
 *
 * @param note what it waits for, or what it came to
 */
public record OperationStep(String name, State state, Optional<String> note) {
    /** How far a step is. */
    public enum State {
        PENDING,
        RUNNING,
        DONE,
        FAILED
    }
}
