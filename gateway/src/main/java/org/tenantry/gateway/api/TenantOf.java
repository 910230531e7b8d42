package org.tenantry.gateway.api;

import java.util.Optional;
import java.util.function.Function;
import org.tenantry.gateway.access.Subject;

/** Whose thing a route is about; every route declares it. */
sealed interface TenantOf {
    /** A thing of the cluster, which belongs to no tenant. */
    record Cluster() implements TenantOf {}

    /** Whatever the principal may know of: a list, limited to its scope. */
    record Scope() implements TenantOf {}

    /**
     * The thing that the path names.
     *
     * @param parameter the path's parameter that names it, by id or by name
     * @param find what is there by that id or name
     */
    record Named(String parameter, Function<String, Optional<Subject>> find) implements TenantOf {}

    /** The tenant that the body names in its field {@code tenant}. */
    record InBody(Function<String, Optional<Subject>> find) implements TenantOf {}
}
