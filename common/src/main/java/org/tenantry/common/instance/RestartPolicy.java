package org.tenantry.common.instance;

/**
 * When the agent starts a container again that ended. The engine's own policy is always {@code no}: one writer per fact,
 * restarts too.
 *
 * @param attempts how often in a row at most under {@link Condition#ON_FAILURE}; 0 is without end
 */
public record RestartPolicy(Condition condition, int attempts) {
    /** Compose's four conditions; {@code unless-stopped} and {@code always} are one to an orchestrator. */
    public enum Condition {
        NO,
        ON_FAILURE,
        ALWAYS
    }
}
