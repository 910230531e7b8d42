package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.tenantry.common.error.TenantryException;

/** What is wanted of an instance. Only the control plane writes it; compare {@link ReplicaState}, which only agents write. */
public enum Goal {
    /** Every service runs and the web service answers. */
    RUNNING,
    /** Nothing runs until somebody asks for it. */
    SLEEPING,
    /** Nothing runs until an administrator says so; data stays. */
    STOPPED,
    /** Nothing of it is left, data included. */
    ABSENT;

    /** Whether containers are wanted to run. */
    public boolean runs() {
        return this == RUNNING;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The goal of that word. */
    @JsonCreator
    public static Goal parse(String word) {
        for (Goal goal : values()) {
            if (goal.word().equals(word)) {
                return goal;
            }
        }
        throw TenantryException.invalid("goal", word, "running, sleeping, stopped or absent");
    }
}
