package org.tenantry.gateway.edge;

import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.edge.admission.Allowance;

/**
 * What is asked of everybody who uses a route.
 *
 * @param body how many bytes the body of one request may have
 * @param tenant what all clients of the tenant may use together, on this gateway
 * @param client what one address may use of the tenant, on this gateway; a hall full of people often has but one
 * @param sticky how a client comes back to the replica that answered it before, where there are several
 */
public record RouteRules(
        Https https, long body, Allowance tenant, Allowance client, Hold hold, Optional<Stickiness> sticky) {
    public RouteRules {
        if (body < 0) {
            throw TenantryException.invalid("body", String.valueOf(body), "0 or more");
        }
    }

    /** How a route insists on TLS. */
    public enum Https {
        /** Not at all. */
        OFF,
        /** Plain requests are sent to the same place under https. */
        REDIRECT,
        /** And browsers are told to come by https for a year (RFC 6797). */
        HSTS
    }

    /**
     * No TLS asked for, 100 MiB of body. A thousand people behind one address load a page at once without any of them being
     * refused: 20,000 requests at once and then 5,000 a second, of which 5,000 may be open; a tenant has twice that.
     */
    public static RouteRules standard() {
        return new RouteRules(
                Https.OFF,
                100L << 20,
                new Allowance(20_000, 20_000, 10_000, 40_000),
                new Allowance(5_000, 10_000, 5_000, 20_000),
                Hold.standard(),
                Optional.empty());
    }

    public RouteRules withHttps(Https changed) {
        return new RouteRules(changed, body, tenant, client, hold, sticky);
    }

    public RouteRules withBody(long bytes) {
        return new RouteRules(https, bytes, tenant, client, hold, sticky);
    }

    public RouteRules withTenant(Allowance changed) {
        return new RouteRules(https, body, changed, client, hold, sticky);
    }

    public RouteRules withClient(Allowance changed) {
        return new RouteRules(https, body, tenant, changed, hold, sticky);
    }

    public RouteRules withHold(Hold changed) {
        return new RouteRules(https, body, tenant, client, changed, sticky);
    }

    public RouteRules withSticky(Stickiness wanted) {
        return new RouteRules(https, body, tenant, client, hold, Optional.of(wanted));
    }

    /** Whether browsers are told to come by https only. */
    boolean isStrict() {
        return https == Https.HSTS;
    }

    boolean redirects() {
        return https != Https.OFF;
    }
}
