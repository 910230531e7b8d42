package org.tenantry.gateway.edge.admission;

import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.WebRules;

/**
 * What somebody may use of an edge.
 *
 * @param connections open at once
 * @param requests in flight at once, tunnels and endless answers included
 * @param perSecond how many may begin in a second for long
 * @param burst how many may begin at once after a silence
 * @param bandwidth bytes of bodies a second, each direction by itself; 0 for any number
 */
public record Allowance(int connections, int requests, int perSecond, int burst, long bandwidth) {
    public Allowance {
        atLeastOne("connections", connections);
        atLeastOne("requests", requests);
        atLeastOne("perSecond", perSecond);
        atLeastOne("burst", burst);
        if (bandwidth < 0) {
            throw TenantryException.invalid("bandwidth", String.valueOf(bandwidth), "0 or more");
        }
    }

    /** With bodies as fast as they come. */
    public Allowance(int connections, int requests, int perSecond, int burst) {
        this(connections, requests, perSecond, burst, 0);
    }

    /** This, but for what a template asks for. */
    public Allowance with(WebRules.Use own) {
        return new Allowance(
                own.connections().orElse(connections),
                own.requests().orElse(requests),
                own.rate().orElse(perSecond),
                own.burst().orElse(burst),
                own.bandwidth().orElse(bandwidth));
    }

    public Allowance withConnections(int changed) {
        return new Allowance(changed, requests, perSecond, burst, bandwidth);
    }

    public Allowance withRequests(int changed) {
        return new Allowance(connections, changed, perSecond, burst, bandwidth);
    }

    /** The same with another rate, and so many at once after a silence. */
    public Allowance withRate(int changed, int atOnce) {
        return new Allowance(connections, requests, changed, atOnce, bandwidth);
    }

    public Allowance withBandwidth(long bytesPerSecond) {
        return new Allowance(connections, requests, perSecond, burst, bytesPerSecond);
    }

    private static void atLeastOne(String field, int came) {
        if (came < 1) {
            throw TenantryException.invalid(field, String.valueOf(came), "1 or more");
        }
    }
}
