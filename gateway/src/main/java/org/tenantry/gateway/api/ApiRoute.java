package org.tenantry.gateway.api;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tenantry.gateway.access.Permission;

/**
 * One method on one path: the permission that it takes, whose thing it is about, and what answers it. A route that doesn't
 * declare both permission and tenant does not start, see {@link RouteList}.
 *
 * @param path below {@code /api/v1}, parameters as {@code {name}}
 * @param query the query parameters that it takes; any other is refused
 */
record ApiRoute(
        HttpMethod method,
        String path,
        Optional<Permission> permission,
        Optional<TenantOf> tenant,
        Set<String> query,
        Set<Takes> takes,
        Optional<Handling> handling) {

    /** What a request may carry beyond its path. */
    enum Takes {
        /** A JSON body. */
        BODY,
        /** {@code Idempotency-Key}. */
        KEY,
        /** {@code If-Match}. */
        VERSION
    }

    static ApiRoute get(String path) {
        return of(HttpMethod.GET, path);
    }

    static ApiRoute post(String path) {
        return of(HttpMethod.POST, path);
    }

    static ApiRoute patch(String path) {
        return of(HttpMethod.PATCH, path);
    }

    static ApiRoute delete(String path) {
        return of(HttpMethod.DELETE, path);
    }

    ApiRoute needs(Permission needed) {
        return new ApiRoute(method, path, Optional.of(needed), tenant, query, takes, handling);
    }

    ApiRoute about(TenantOf whose) {
        return new ApiRoute(method, path, permission, Optional.of(whose), query, takes, handling);
    }

    ApiRoute query(String... names) {
        return new ApiRoute(method, path, permission, tenant, Set.of(names), takes, handling);
    }

    ApiRoute accepts(Takes... taken) {
        return new ApiRoute(method, path, permission, tenant, query, Set.of(taken), handling);
    }

    ApiRoute answers(Handling.Answering answering) {
        return new ApiRoute(method, path, permission, tenant, query, takes, Optional.of(answering));
    }

    ApiRoute streams(Handling.Streaming streaming) {
        return new ApiRoute(method, path, permission, tenant, query, takes, Optional.of(streaming));
    }

    boolean takes(Takes what) {
        return takes.contains(what);
    }

    /** What is not declared and must be. */
    List<String> undeclared() {
        List<String> missing = new java.util.ArrayList<>();
        if (permission.isEmpty()) {
            missing.add("permission");
        }
        if (tenant.isEmpty()) {
            missing.add("tenant");
        }
        if (handling.isEmpty()) {
            missing.add("handling");
        }
        return missing;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    private static ApiRoute of(HttpMethod method, String path) {
        return new ApiRoute(method, path, Optional.empty(), Optional.empty(), Set.of(), Set.of(), Optional.empty());
    }
}
