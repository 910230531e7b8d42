package org.tenantry.gateway.edge.tls;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.common.host.CanonicalHost;

/**
 * The host names of a certificate: exact ones, and the parents of wildcards. A wildcard stands for exactly one whole label,
 * the leftmost (RFC 9525 section 6.3).
 */
public record CertificateNames(Set<CanonicalHost> exact, Set<CanonicalHost> wildcardParents) {
    public CertificateNames {
        exact = Set.copyOf(exact);
        wildcardParents = Set.copyOf(wildcardParents);
    }

    /** Reads DNS names as certificates have them; what is no host name covers nothing. */
    static CertificateNames of(Collection<String> names) {
        Set<CanonicalHost> exact = new TreeSet<>();
        Set<CanonicalHost> parents = new TreeSet<>();
        for (String name : names) {
            boolean wildcard = name.startsWith("*.");
            name(wildcard ? name.substring(2) : name).ifPresent(wildcard ? parents::add : exact::add);
        }
        return new CertificateNames(exact, parents);
    }

    /** A certificate's name has no port, which an authority may have. */
    private static Optional<CanonicalHost> name(String text) {
        return text.indexOf(':') < 0 ? CanonicalHost.ofAuthority(text) : Optional.empty();
    }

    /** Whether a client that trusts the certificate takes it for this host. */
    public boolean covers(CanonicalHost host) {
        return exact.contains(host)
                || parent(host).filter(wildcardParents::contains).isPresent();
    }

    boolean isEmpty() {
        return exact.isEmpty() && wildcardParents.isEmpty();
    }

    @Override
    public String toString() {
        return Stream.concat(
                        exact.stream().map(CanonicalHost::value),
                        wildcardParents.stream().map(parent -> "*." + parent))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** A host without its first label. */
    static Optional<CanonicalHost> parent(CanonicalHost host) {
        int dot = host.value().indexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.of(new CanonicalHost(host.value().substring(dot + 1)));
    }
}
