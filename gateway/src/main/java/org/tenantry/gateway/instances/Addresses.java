package org.tenantry.gateway.instances;

import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.WebRules;

/**
 * Where instances answer.
 *
 * @param domain below which an instance answers unless its order names hosts
 * @param https how the edge insists on TLS where a template says nothing else
 * @param port that clients reach the edge on by http
 * @param tlsPort that they reach it on by https
 */
public record Addresses(CanonicalHost domain, WebRules.Https https, int port, int tlsPort) {

    /** The host of an instance whose order names none. */
    public CanonicalHost standard(InstanceName name) {
        return CanonicalHost.ofAuthority(name + "." + domain)
                .orElseThrow(() -> TenantryException.invalid("name", name.value(), "one that fits before ." + domain));
    }

    /** What people open, by the rules that the host's template has. */
    public String url(CanonicalHost host, WebRules rules) {
        return rules.https().orElse(https) == WebRules.Https.OFF
                ? "http://" + host + (port == 80 ? "" : ":" + port) + "/"
                : "https://" + host + (tlsPort == 443 ? "" : ":" + tlsPort) + "/";
    }
}
