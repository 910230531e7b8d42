package org.tenantry.common.instance;

/** What a service waits for before its containers start. */
public record DependsOn(ServiceName service, Condition condition) {
    /** The Compose Specification's three. */
    public enum Condition {
        STARTED,
        HEALTHY,
        COMPLETED
    }
}
