package org.tenantry.gateway.edge.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;

/**
 * Whom a request is for: its host, and the target in origin form. Empty where a request names no host, several, or two that
 * differ (RFC 9112 section 3.2): whoever reads it after us could choose the other one.
 */
public record Target(CanonicalHost host, String path) {
    /** Reads host and target of a request. */
    public static Optional<Target> of(HttpRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1) {
            return Optional.empty();
        }
        Optional<CanonicalHost> host = CanonicalHost.ofAuthority(hosts.getFirst());
        return host.flatMap(known -> of(known, request));
    }

    private static Optional<Target> of(CanonicalHost host, HttpRequest request) {
        String uri = request.uri();
        if (uri.indexOf('#') >= 0) {
            return Optional.empty();
        }
        if (uri.startsWith("/") || (uri.equals("*") && request.method().name().equals("OPTIONS"))) {
            return Optional.of(new Target(host, uri));
        }
        return schemeLength(uri).flatMap(start -> absolute(host, uri, start));
    }

    private static Optional<Integer> schemeLength(String uri) {
        if (uri.regionMatches(true, 0, "http://", 0, 7)) {
            return Optional.of(7);
        }
        return uri.regionMatches(true, 0, "https://", 0, 8) ? Optional.of(8) : Optional.empty();
    }

    private static Optional<Target> absolute(CanonicalHost host, String uri, int start) {
        int end = start;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        String path = uri.substring(end);
        String origin = path.startsWith("/") ? path : "/" + path;
        return CanonicalHost.ofAuthority(uri.substring(start, end))
                .filter(host::equals)
                .map(same -> new Target(same, origin));
    }
}
