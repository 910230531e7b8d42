package org.tenantry.gateway.instances;

import java.util.Map;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;

/**
 * Where instances answer.
 *
 * @param domain below which an instance answers unless its order names hosts
 * @param scheme {@code https} where the edge insists on it, else {@code http}
 * @param port that clients reach the edge on with that scheme
 */
public record Addresses(CanonicalHost domain, String scheme, int port) {
    private static final Map<String, Integer> USUAL = Map.of("http", 80, "https", 443);

    /** The host of an instance whose order names none. */
    public CanonicalHost standard(InstanceName name) {
        return CanonicalHost.ofAuthority(name + "." + domain)
                .orElseThrow(() -> TenantryException.invalid("name", name.value(), "one that fits before ." + domain));
    }

    /** What people open. */
    public String url(CanonicalHost host) {
        boolean usual = Integer.valueOf(port).equals(USUAL.get(scheme));
        return scheme + "://" + host + (usual ? "" : ":" + port) + "/";
    }
}
