package org.tenantry.gateway.edge;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.secret.SealingKey;

/**
 * The rules of all routes: the gateway's, and on top of them what templates ask for. Equal ones are one object, for a million
 * routes may have them; there are as many as there are templates with different rules. Safe for any thread.
 */
public final class Rulebook {
    private final RouteRules usual;
    private final SealingKey key;
    private final ConcurrentMap<WebRules, RouteRules> known = new ConcurrentHashMap<>();

    /**
     * @param usual the gateway's
     * @param key that the values of cookies are made with
     */
    public Rulebook(RouteRules usual, SealingKey key) {
        this.usual = usual;
        this.key = key;
    }

    /** The rules of a route whose template asks for this. */
    public RouteRules of(WebRules own) {
        @Nullable RouteRules rules = known.get(own);
        return rules != null ? rules : known.computeIfAbsent(own, fresh -> usual.with(fresh, key));
    }
}
