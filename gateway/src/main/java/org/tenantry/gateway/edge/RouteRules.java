package org.tenantry.gateway.edge;

/** What is asked of everybody who uses a route. */
public record RouteRules(Https https) {
    /** Nothing. */
    public static final RouteRules NONE = new RouteRules(Https.OFF);

    /** How a route insists on TLS. */
    public enum Https {
        /** Not at all. */
        OFF,
        /** Plain requests are sent to the same place under https. */
        REDIRECT,
        /** And browsers are told to come by https for a year (RFC 6797). */
        HSTS
    }

    /** Whether browsers are told to come by https only. */
    boolean isStrict() {
        return https == Https.HSTS;
    }

    boolean redirects() {
        return https != Https.OFF;
    }
}
