package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;

/** What is seen of an instance as a whole: a pure roll-up of its replicas' states. */
public enum Observed {
    /** No agent has said anything of it. */
    UNKNOWN,
    /** Nothing exists. */
    ABSENT,
    /** Something of it is on its way up. */
    STARTING,
    /** Every replica does what it should. */
    RUNNING,
    /** It came up once, and now some replica does not do what it should. */
    DEGRADED,
    /** Some replica cannot come right by itself. */
    FAILED,
    /** Everything rests. */
    STOPPED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word. */
    public static Observed parse(String word) {
        for (Observed observed : values()) {
            if (observed.word().equals(word)) {
                return observed;
            }
        }
        throw TenantryException.invalid(
                "observed", word, "unknown, absent, starting, running, degraded, failed or stopped");
    }

    /** Rolls up what the agent reported; empty is {@link #UNKNOWN}. */
    public static Observed of(Optional<InstanceReport> report) {
        if (report.isEmpty()) {
            return UNKNOWN;
        }
        InstanceReport seen = report.get();
        List<ReplicaState> states =
                seen.replicas().stream().map(ReplicaReport::state).toList();
        return seen.gone() || states.isEmpty() ? ABSENT : rollUp(states);
    }

    /** What is done needs nothing more: it counts only where there is nothing else. */
    private static Observed rollUp(Collection<ReplicaState> states) {
        return states.stream()
                .filter(state -> !(state instanceof ReplicaState.Done))
                .map(Observed::of)
                .max(Comparator.comparingInt(Observed::weight))
                .orElse(RUNNING);
    }

    private static Observed of(ReplicaState state) {
        return switch (state) {
            case ReplicaState.Absent absent -> ABSENT;
            case ReplicaState.Waiting waiting -> STARTING;
            case ReplicaState.Starting starting -> STARTING;
            case ReplicaState.Ready ready -> RUNNING;
            case ReplicaState.Unhealthy unhealthy -> DEGRADED;
            case ReplicaState.Crashed crashed -> DEGRADED;
            case ReplicaState.Done done -> RUNNING;
            case ReplicaState.Failed failed -> FAILED;
            case ReplicaState.Stopped stopped -> STOPPED;
        };
    }

    private int weight() {
        return switch (this) {
            case FAILED -> 6;
            case DEGRADED -> 5;
            case STARTING -> 4;
            case RUNNING -> 3;
            case STOPPED -> 2;
            case ABSENT -> 1;
            case UNKNOWN -> 0;
        };
    }
}
