package org.tenantry.gateway.edge;

import org.tenantry.common.config.RuleForms;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.secret.SealingKey;

/**
 * Lets a client come back to the replica that answered it first, by a cookie. Its value is the replica's name under a key
 * that all gateways have: it means the same after a restart of either, and nothing to anybody else.
 *
 * @param cookie its name
 */
public record Stickiness(String cookie, SealingKey key) {
    private static final int DIGITS = 32;

    public Stickiness {
        if (RuleForms.COOKIE.read().apply(cookie).isEmpty()) {
            throw TenantryException.invalid("cookie", cookie, RuleForms.COOKIE.expected());
        }
    }

    /** What names an endpoint's replica, wherever and in whichever term it runs. */
    String token(Endpoint endpoint) {
        String replica = endpoint.instance() + "/" + endpoint.replica();
        return key.fingerprint(replica, "sticky").substring(0, DIGITS);
    }

    /** The value of the field that sets it; it goes with the browser's session, and no script reads it. */
    String set(String token, boolean secure) {
        return cookie + "=" + token + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }
}
