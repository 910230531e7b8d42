package org.tenantry.gateway.edge;

import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.instance.WebRules.Https;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.gateway.edge.admission.Allowance;

/**
 * What is asked of everybody who uses a route.
 *
 * @param body how many bytes the body of one request may have
 * @param tenant what all clients of the tenant may use together, on this gateway
 * @param client what one address may use of the tenant, on this gateway; a hall full of people often has but one
 * @param sticky how a client comes back to the replica that answered it before, where there are several
 * @param own what of all this comes from the instance's template; the rest is the gateway's
 */
public record RouteRules(
        Https https,
        long body,
        Allowance tenant,
        Allowance client,
        Hold hold,
        Optional<Stickiness> sticky,
        WebRules own) {
    public RouteRules {
        if (body < 0) {
            throw TenantryException.invalid("body", String.valueOf(body), "0 or more");
        }
    }

    /**
     * No TLS asked for, 100 MiB of body. A thousand people behind one address load a page at once without any of them being
     * refused: 20,000 requests at once and then 5,000 a second, of which 5,000 may be open; a tenant has twice that. Nothing
     * bounds how fast bodies go.
     */
    public static RouteRules standard() {
        return new RouteRules(
                Https.OFF,
                100L << 20,
                new Allowance(20_000, 20_000, 10_000, 40_000),
                new Allowance(5_000, 10_000, 5_000, 20_000),
                Hold.standard(),
                Optional.empty(),
                WebRules.NONE);
    }

    /**
     * These, but for what a template asks for.
     *
     * @param key that the values of cookies are made with
     */
    RouteRules with(WebRules wanted, SealingKey key) {
        return new RouteRules(
                wanted.https().orElse(https),
                wanted.body().orElse(body),
                tenant.with(wanted.tenant()),
                client.with(wanted.client()),
                hold.with(wanted.hold()),
                wanted.sticky().map(cookie -> new Stickiness(cookie, key)).or(() -> sticky),
                wanted);
    }

    public RouteRules withHttps(Https changed) {
        return new RouteRules(changed, body, tenant, client, hold, sticky, own);
    }

    public RouteRules withBody(long bytes) {
        return new RouteRules(https, bytes, tenant, client, hold, sticky, own);
    }

    public RouteRules withTenant(Allowance changed) {
        return new RouteRules(https, body, changed, client, hold, sticky, own);
    }

    public RouteRules withClient(Allowance changed) {
        return new RouteRules(https, body, tenant, changed, hold, sticky, own);
    }

    public RouteRules withHold(Hold changed) {
        return new RouteRules(https, body, tenant, client, changed, sticky, own);
    }

    public RouteRules withSticky(Stickiness wanted) {
        return new RouteRules(https, body, tenant, client, hold, Optional.of(wanted), own);
    }

    /** Whether browsers are told to come by https only. */
    boolean isStrict() {
        return https == Https.HSTS;
    }

    boolean redirects() {
        return https != Https.OFF;
    }

    /** Whether anything bounds how fast bodies go. */
    boolean slows() {
        return tenant.bandwidth() > 0 || client.bandwidth() > 0;
    }
}
