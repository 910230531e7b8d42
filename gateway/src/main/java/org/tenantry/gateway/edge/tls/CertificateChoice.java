package org.tenantry.gateway.edge.tls;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;

/**
 * Which certificate a client gets that asks for a server name: the one with exactly that name, else the one whose wildcard
 * covers it, else the pair called {@code default}, else none. Of several for one name the one that is valid longest, so that
 * a renewed certificate beside an old one is used. Immutable; the choice costs the same however many there are.
 *
 * @param <C> the certificates
 */
final class CertificateChoice<C> {
    /** The pair that answers where nothing else does. */
    static final String DEFAULT = "default";

    private final Map<CanonicalHost, C> exact = new HashMap<>();
    private final Map<CanonicalHost, C> wildcards = new HashMap<>();
    private final Optional<C> fallback;

    /** A certificate that can be chosen: the name of its files, its host names, and until when it is valid. */
    record Candidate<C>(String file, CertificateNames names, Instant validUntil, C certificate) {}

    private CertificateChoice(List<Candidate<C>> worstFirst) {
        for (Candidate<C> one : worstFirst) {
            one.names.exact().forEach(name -> exact.put(name, one.certificate));
            one.names.wildcardParents().forEach(parent -> wildcards.put(parent, one.certificate));
        }
        fallback = worstFirst.stream()
                .filter(one -> one.file.equals(DEFAULT))
                .map(Candidate::certificate)
                .findFirst();
    }

    static <C> CertificateChoice<C> among(Collection<Candidate<C>> candidates) {
        Comparator<Candidate<C>> order = Comparator.comparing(Candidate::validUntil);
        return new CertificateChoice<>(candidates.stream()
                .sorted(order.thenComparing(Candidate::file, Comparator.reverseOrder()))
                .toList());
    }

    /** The certificate for a server name; for clients that send none, only the fallback. */
    Optional<C> choose(Optional<CanonicalHost> serverName) {
        return serverName
                .flatMap(name -> Optional.ofNullable(exact.get(name)).or(() -> byWildcard(name)))
                .or(() -> fallback);
    }

    private Optional<C> byWildcard(CanonicalHost name) {
        return CertificateNames.parent(name).flatMap(parent -> Optional.ofNullable(wildcards.get(parent)));
    }
}
