package org.tenantry.gateway.edge.admission;

import org.tenantry.common.error.TenantryException;

/**
 * What somebody may use of an edge.
 *
 * @param connections open at once
 * @param requests in flight at once, tunnels and endless answers included
 * @param perSecond how many may begin in a second for long
 * @param burst how many may begin at once after a silence
 */
public record Allowance(int connections, int requests, int perSecond, int burst) {
    public Allowance {
        atLeastOne("connections", connections);
        atLeastOne("requests", requests);
        atLeastOne("perSecond", perSecond);
        atLeastOne("burst", burst);
    }

    public Allowance withConnections(int changed) {
        return new Allowance(changed, requests, perSecond, burst);
    }

    public Allowance withRequests(int changed) {
        return new Allowance(connections, changed, perSecond, burst);
    }

    /** The same with another rate, and so many at once after a silence. */
    public Allowance withRate(int changed, int atOnce) {
        return new Allowance(connections, requests, changed, atOnce);
    }

    private static void atLeastOne(String field, int came) {
        if (came < 1) {
            throw TenantryException.invalid(field, String.valueOf(came), "1 or more");
        }
    }
}
