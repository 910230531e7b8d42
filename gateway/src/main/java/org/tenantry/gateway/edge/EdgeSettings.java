package org.tenantry.gateway.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.edge.log.Rotation;
import org.tenantry.gateway.edge.proxy.Balancers;
import org.tenantry.gateway.edge.tls.TlsSettings;

/**
 * What the edge is told at its start.
 *
 * @param address the address to listen on, such as 127.0.0.1
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops how many event loops (threads) carry the traffic
 * @param accessLog the file that gets one line of JSON per request; none is written where it is empty
 * @param rotation when it begins a new file
 * @param balancers who speak for others, and have to say for whom
 * @param tls what is needed to take connections over TLS; none are taken where it is empty
 * @param h2c whether clients may speak HTTP/2 from the first byte on, without TLS (RFC 9113 section 3.3)
 */
public record EdgeSettings(
        String address,
        int port,
        int eventLoops,
        Limits limits,
        Timeouts timeouts,
        Optional<Path> accessLog,
        Rotation rotation,
        Balancers balancers,
        Optional<TlsSettings> tls,
        boolean h2c) {
    public EdgeSettings {
        if (port < 0 || port > 65_535) {
            throw TenantryException.invalid("port", String.valueOf(port), "0 to 65535");
        }
        if (eventLoops < 1) {
            throw TenantryException.invalid("eventLoops", String.valueOf(eventLoops), "1 or more");
        }
    }

    /** The defaults, on this address and port. */
    public static EdgeSettings on(String address, int port) {
        return new EdgeSettings(
                address,
                port,
                2,
                Limits.standard(),
                Timeouts.standard(),
                Optional.empty(),
                Rotation.NONE,
                Balancers.NONE,
                Optional.empty(),
                false);
    }

    public EdgeSettings withEventLoops(int count) {
        return new EdgeSettings(address, port, count, limits, timeouts, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withLimits(Limits changed) {
        return new EdgeSettings(address, port, eventLoops, changed, timeouts, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withTimeouts(Timeouts changed) {
        return new EdgeSettings(address, port, eventLoops, limits, changed, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withAccessLog(Path file) {
        return new EdgeSettings(
                address, port, eventLoops, limits, timeouts, Optional.of(file), rotation, balancers, tls, h2c);
    }

    /** Begins new files of the access log. */
    public EdgeSettings withRotation(Rotation changed) {
        return new EdgeSettings(address, port, eventLoops, limits, timeouts, accessLog, changed, balancers, tls, h2c);
    }

    /** Requires these to say for whom they speak (the PROXY protocol), and believes them. */
    public EdgeSettings withBalancers(Balancers trusted) {
        return new EdgeSettings(address, port, eventLoops, limits, timeouts, accessLog, rotation, trusted, tls, h2c);
    }

    public EdgeSettings withTls(TlsSettings changed) {
        return new EdgeSettings(
                address, port, eventLoops, limits, timeouts, accessLog, rotation, balancers, Optional.of(changed), h2c);
    }

    /** Lets clients speak HTTP/2 from the first byte on. */
    public EdgeSettings withH2c(boolean allowed) {
        return new EdgeSettings(
                address, port, eventLoops, limits, timeouts, accessLog, rotation, balancers, tls, allowed);
    }

    /**
     * Sizes in bytes, and how many idle connections each event loop keeps to one endpoint.
     */
    public record Limits(int requestLine, int head, long body, int idlePerEndpoint) {
        public Limits {
            atLeast("requestLine", requestLine, 64);
            atLeast("head", head, 256);
            atLeast("body", body, 0);
            atLeast("idlePerEndpoint", idlePerEndpoint, 0);
        }

        /**
         * 8 KiB of request line, 32 KiB of head, 100 MiB of body, 256 idle connections: about as many as a few clients of HTTP/2
         * use at once. What is beyond is opened and closed again for each of their requests.
         */
        public static Limits standard() {
            return new Limits(8 << 10, 32 << 10, 100L << 20, 256);
        }

        private static void atLeast(String field, long came, long least) {
            if (came < least) {
                throw TenantryException.invalid(field, String.valueOf(came), least + " or more");
            }
        }
    }

    /**
     * How long the edge waits. There is none for a whole request or answer: bodies may be slow and streams silent for hours.
     *
     * @param head from the first byte of a head (of a connection's first one: from the connection) to its last
     * @param keepAlive of a client's connection between requests
     * @param bodyIdle between two reads of a request's body
     * @param connect until an endpoint accepts a connection
     * @param upstreamIdle how long an unused connection to an endpoint is kept
     * @param linger how long a refused sender may go on sending before its connection is cut
     */
    public record Timeouts(
            Duration head,
            Duration keepAlive,
            Duration bodyIdle,
            Duration connect,
            Duration upstreamIdle,
            Duration linger) {
        /** 30 s, 75 s, 60 s, 3 s, 4 s, 2 s. */
        public static Timeouts standard() {
            return new Timeouts(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(2));
        }
    }
}
