package org.tenantry.gateway.edge;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.edge.log.Rotation;
import org.tenantry.gateway.edge.proxy.Balancers;
import org.tenantry.gateway.edge.tls.TlsSettings;
import org.tenantry.gateway.edge.transport.Transport;

/**
 * What the edge is told at its start.
 *
 * @param address the address to listen on, such as 127.0.0.1
 * @param port the port to listen on; 0 takes a free one
 * @param eventLoops how many event loops (threads) carry the traffic
 * @param transport what these are made of
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
        Transport transport,
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
                Transport.EPOLL,
                Limits.standard(),
                Timeouts.standard(),
                Optional.empty(),
                Rotation.NONE,
                Balancers.NONE,
                Optional.empty(),
                false);
    }

    public EdgeSettings withEventLoops(int count) {
        return new EdgeSettings(
                address, port, count, transport, limits, timeouts, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withTransport(Transport changed) {
        return new EdgeSettings(
                address, port, eventLoops, changed, limits, timeouts, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withLimits(Limits changed) {
        return new EdgeSettings(
                address, port, eventLoops, transport, changed, timeouts, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withTimeouts(Timeouts changed) {
        return new EdgeSettings(
                address, port, eventLoops, transport, limits, changed, accessLog, rotation, balancers, tls, h2c);
    }

    public EdgeSettings withAccessLog(Path file) {
        return new EdgeSettings(
                address,
                port,
                eventLoops,
                transport,
                limits,
                timeouts,
                Optional.of(file),
                rotation,
                balancers,
                tls,
                h2c);
    }

    /** Begins new files of the access log. */
    public EdgeSettings withRotation(Rotation changed) {
        return new EdgeSettings(
                address, port, eventLoops, transport, limits, timeouts, accessLog, changed, balancers, tls, h2c);
    }

    /** Requires these to say for whom they speak (the PROXY protocol), and believes them. */
    public EdgeSettings withBalancers(Balancers trusted) {
        return new EdgeSettings(
                address, port, eventLoops, transport, limits, timeouts, accessLog, rotation, trusted, tls, h2c);
    }

    public EdgeSettings withTls(TlsSettings changed) {
        return new EdgeSettings(
                address,
                port,
                eventLoops,
                transport,
                limits,
                timeouts,
                accessLog,
                rotation,
                balancers,
                Optional.of(changed),
                h2c);
    }

    /** Lets clients speak HTTP/2 from the first byte on. */
    public EdgeSettings withH2c(boolean allowed) {
        return new EdgeSettings(
                address, port, eventLoops, transport, limits, timeouts, accessLog, rotation, balancers, tls, allowed);
    }

    /**
     * What is asked of all clients before anybody knows whom they want.
     *
     * @param requestLine bytes of a request line
     * @param head bytes of a whole head
     * @param idlePerEndpoint how many idle connections each event loop keeps to one endpoint
     */
    public record Limits(int requestLine, int head, int idlePerEndpoint, Connections connections) {
        public Limits {
            atLeast("requestLine", requestLine, 64);
            atLeast("head", head, 256);
            atLeast("idlePerEndpoint", idlePerEndpoint, 0);
        }

        /**
         * 8 KiB of request line, 32 KiB of head, 256 idle connections: about as many as a few clients of HTTP/2 use at once. What
         * is beyond is opened and closed again for each of their requests.
         */
        public static Limits standard() {
            return new Limits(8 << 10, 32 << 10, 256, Connections.standard());
        }

        public Limits withHeads(int line, int whole) {
            return new Limits(line, whole, idlePerEndpoint, connections);
        }

        public Limits withConnections(Connections changed) {
            return new Limits(requestLine, head, idlePerEndpoint, changed);
        }
    }

    /**
     * How many connections clients may have.
     *
     * @param all of everybody; the process needs about as many files again for those to endpoints
     * @param ofAddress of one address, at once
     * @param perSecond how many one address may open in a second for long; after a silence, as many at once as it may have
     */
    public record Connections(int all, int ofAddress, int perSecond) {
        public Connections {
            atLeast("all", all, 1);
            atLeast("ofAddress", ofAddress, 1);
            atLeast("perSecond", perSecond, 1);
        }

        /** 50,000, of which one address may have 10,000 and may open 2,000 a second. */
        public static Connections standard() {
            return new Connections(50_000, 10_000, 2_000);
        }
    }

    private static void atLeast(String field, int came, int least) {
        if (came < least) {
            throw TenantryException.invalid(field, String.valueOf(came), least + " or more");
        }
    }

    /**
     * How long the edge waits. There is none for a whole request or answer: bodies may be slow and streams silent for hours.
     *
     * @param head from the first byte of a head (of a connection's first one: from the connection) to its last
     * @param keepAlive of a client's connection between requests
     * @param bodyIdle between two reads of a request's body
     * @param unread how long a client may take nothing of an answer
     * @param connect until an endpoint accepts a connection
     * @param upstreamIdle how long an unused connection to an endpoint is kept
     * @param linger how long a refused sender may go on sending before its connection is cut
     */
    public record Timeouts(
            Duration head,
            Duration keepAlive,
            Duration bodyIdle,
            Duration unread,
            Duration connect,
            Duration upstreamIdle,
            Duration linger) {
        /** 30 s, 75 s, 60 s, 60 s, 3 s, 4 s, 2 s. */
        public static Timeouts standard() {
            return new Timeouts(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(2));
        }

        public Timeouts withHead(Duration changed) {
            return new Timeouts(changed, keepAlive, bodyIdle, unread, connect, upstreamIdle, linger);
        }

        public Timeouts withKeepAlive(Duration changed) {
            return new Timeouts(head, changed, bodyIdle, unread, connect, upstreamIdle, linger);
        }

        public Timeouts withBodyIdle(Duration changed) {
            return new Timeouts(head, keepAlive, changed, unread, connect, upstreamIdle, linger);
        }

        public Timeouts withUnread(Duration changed) {
            return new Timeouts(head, keepAlive, bodyIdle, changed, connect, upstreamIdle, linger);
        }

        public Timeouts withConnect(Duration changed) {
            return new Timeouts(head, keepAlive, bodyIdle, unread, changed, upstreamIdle, linger);
        }

        public Timeouts withUpstreamIdle(Duration changed) {
            return new Timeouts(head, keepAlive, bodyIdle, unread, connect, changed, linger);
        }

        public Timeouts withLinger(Duration changed) {
            return new Timeouts(head, keepAlive, bodyIdle, unread, connect, upstreamIdle, changed);
        }
    }
}
