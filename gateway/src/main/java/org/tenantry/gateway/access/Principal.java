package org.tenantry.gateway.access;

import java.util.Optional;
import org.tenantry.common.tenant.TenantId;

/** Who asks, as its token says. */
public sealed interface Principal {
    /** The id of the token that it showed. */
    String token();

    /** An administrator of the whole cluster. */
    record Admin(String token) implements Principal {}

    /** Somebody of one tenant, who knows of no other. */
    record Bound(String token, TenantId tenant) implements Principal {}

    /** The only tenant it may know of; empty for an administrator, who knows them all. */
    default Optional<TenantId> scope() {
        return switch (this) {
            case Admin admin -> Optional.empty();
            case Bound bound -> Optional.of(bound.tenant());
        };
    }

    /** How audit rows and operations name it. */
    default String name() {
        return "token:" + token();
    }
}
