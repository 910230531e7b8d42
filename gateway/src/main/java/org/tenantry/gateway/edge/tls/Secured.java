package org.tenantry.gateway.edge.tls;

import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;

/**
 * What a finished handshake has settled.
 *
 * @param version such as {@code TLSv1.3}
 * @param protocol what the client chose by ALPN; HTTP/1.1 where it named none that is known
 * @param resumed whether it took up an earlier session
 * @param serverName the host that the client asked for
 * @param names the hosts of the certificate that it was shown
 */
public record Secured(
        String version,
        Protocol protocol,
        boolean resumed,
        Optional<CanonicalHost> serverName,
        CertificateNames names) {
    /** What is spoken inside. */
    public enum Protocol {
        HTTP_1,
        HTTP_2
    }

    /**
     * Whether requests for this host may come over this connection. A client that was shown a certificate for one host and
     * asks for another has mistaken whom it speaks to, unless that certificate is the other host's too (RFC 9110 section
     * 7.4). The very name that it asked for by SNI is always right: whether the certificate will do is the client's business.
     */
    public boolean covers(CanonicalHost host) {
        return names.covers(host) || (serverName.isPresent() && serverName.get().equals(host));
    }
}
