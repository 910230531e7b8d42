package org.tenantry.common.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;

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
        FAILED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static State parse(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return state;
                }
            }
            throw TenantryException.invalid("step state", word, "pending, running, done or failed");
        }
    }
}
