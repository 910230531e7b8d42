package org.tenantry.gateway.instances;

import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;

/**
 * Where instances answer.
 *
 * @param domain below which an instance answers unless its order names hosts
 * @param port that clients reach the edge on
 */
public record Addresses(CanonicalHost domain, int port) {
    private static final int HTTP = 80;

    /** The host of an instance whose order names none. */
    public CanonicalHost standard(InstanceName name) {
        return CanonicalHost.ofAuthority(name + "." + domain)
                .orElseThrow(() -> TenantryException.invalid("name", name.value(), "one that fits before ." + domain));
    }

    /** What people open. */
    public String url(CanonicalHost host) {
        return "http://" + host + (port == HTTP ? "" : ":" + port) + "/";
    }
}
