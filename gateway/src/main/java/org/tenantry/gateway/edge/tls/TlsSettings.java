package org.tenantry.gateway.edge.tls;

import java.nio.file.Path;
import java.time.Duration;
import org.tenantry.common.error.TenantryException;

/**
 * What the edge is told of TLS at its start.
 *
 * @param port the port to listen on; 0 takes a free one
 * @param publicPort the port that clients see, for redirects; 0 where it is the same
 * @param certificates the directory of pairs {@code NAME.crt} and {@code NAME.key}; it may appear later
 * @param http2 whether HTTP/2 is offered to clients
 * @param handshake how long a client may take for its hello, and for the rest of its handshake
 * @param look how often the directory is looked at, whether or not anything was heard of it
 */
public record TlsSettings(
        int port, int publicPort, Path certificates, boolean http2, Duration handshake, Duration look) {
    public TlsSettings {
        inRange("tls.port", port);
        inRange("tls.publicPort", publicPort);
    }

    /** The defaults: 10 s for each half of a handshake, a look every 5 s; HTTP/2 is offered. */
    public static TlsSettings on(int port, Path certificates) {
        return new TlsSettings(port, 0, certificates, true, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    public TlsSettings withPublicPort(int seen) {
        return new TlsSettings(port, seen, certificates, http2, handshake, look);
    }

    public TlsSettings withTimes(Duration handshakes, Duration looks) {
        return new TlsSettings(port, publicPort, certificates, http2, handshakes, looks);
    }

    private static void inRange(String field, int port) {
        if (port < 0 || port > 65_535) {
            throw TenantryException.invalid(field, String.valueOf(port), "0 to 65535");
        }
    }
}
