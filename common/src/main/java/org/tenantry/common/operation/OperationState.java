package org.tenantry.common.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.tenantry.common.error.TenantryException;

/** How far a long action is. States only move forward, from the top of this list downwards. */
public enum OperationState {
    /** Accepted; its steps are under way or wait for something that is visible in them. */
    RUNNING,
    /** It failed, and what it did is being taken back. */
    UNDOING,
    /** Done as ordered. */
    SUCCEEDED,
    /** It failed and is taken back; the failure says why. */
    FAILED,
    /** A later order for the same instance took its place. */
    SUPERSEDED;

    public boolean ended() {
        return this != RUNNING && this != UNDOING;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static OperationState parse(String word) {
        for (OperationState state : values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw TenantryException.invalid("operation state", word, "running, undoing, succeeded, failed or superseded");
    }
}
