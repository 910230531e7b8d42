package org.tenantry.gateway.edge.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with its chain, and its key.
 *
 * @param name of the two files, without their endings
 * @param chain the certificate itself first
 */
record CertificatePair(String name, List<X509Certificate> chain, PrivateKey key, CertificateNames names) {
    CertificatePair {
        chain = List.copyOf(chain);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    Instant validUntil() {
        return leaf().getNotAfter().toInstant();
    }
}
