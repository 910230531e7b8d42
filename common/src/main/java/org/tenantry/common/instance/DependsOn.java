package org.tenantry.common.instance;

import java.util.Optional;

/**
 * What a service waits for before its containers start.
 *
 * @param optional present and true where it starts also if the other one can't; absent means that it waits for ever
 */
public record DependsOn(ServiceName service, Condition condition, Optional<Boolean> optional) {

    /** The Compose Specification's three. */
    public enum Condition {
        STARTED,
        HEALTHY,
        COMPLETED
    }

    /** Something that it can't do without. */
    public DependsOn(ServiceName service, Condition condition) {
        this(service, condition, Optional.empty());
    }
}
