package org.tenantry.gateway.api;

import io.vertx.ext.web.RoutingContext;
import org.tenantry.common.protocol.Ids;

/** Names requests. */
record RequestIds(Ids ids) {
    private static final String KEY = "tenantry.request";

    /** The request's id: the caller's where it sent a plain one, else a new one; the same for the whole request. */
    String of(RoutingContext routing) {
        String known = routing.get(KEY);
        if (known != null) {
            return known;
        }
        String id = Heads.requestId(routing).orElseGet(() -> ids.next("q-"));
        routing.put(KEY, id);
        return id;
    }
}
