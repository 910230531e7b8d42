package org.tenantry.gateway.edge;

import java.util.Optional;

/**
 * What is asked of everybody who uses a route.
 *
 * @param sticky how a client comes back to the replica that answered it before, where there are several
 */
public record RouteRules(Https https, Optional<Stickiness> sticky) {
    /** Nothing. */
    public static final RouteRules NONE = new RouteRules(Https.OFF, Optional.empty());

    /** How a route insists on TLS. */
    public enum Https {
        /** Not at all. */
        OFF,
        /** Plain requests are sent to the same place under https. */
        REDIRECT,
        /** And browsers are told to come by https for a year (RFC 6797). */
        HSTS
    }

    public RouteRules withHttps(Https changed) {
        return new RouteRules(changed, sticky);
    }

    public RouteRules withSticky(Stickiness wanted) {
        return new RouteRules(https, Optional.of(wanted));
    }

    /** Whether browsers are told to come by https only. */
    boolean isStrict() {
        return https == Https.HSTS;
    }

    boolean redirects() {
        return https != Https.OFF;
    }
}
