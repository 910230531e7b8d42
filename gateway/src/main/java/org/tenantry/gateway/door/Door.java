package org.tenantry.gateway.door;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Stands at one port: so many connections are let in, and each has to come to the point in time. A client that only opens
 * connections, or sends a head byte by byte, would otherwise hold files and memory that everybody else needs. Connections
 * beyond the bounds are closed without a word, which costs least.
 */
public final class Door {
    private final Vertx vertx;
    private final Bounds bounds;
    private final Map<SocketAddress, Guest> inside = new HashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();

    /**
     * What is let in.
     *
     * @param perAddress connections from one address at once
     * @param inAll connections at once
     * @param firstHead from the connection to the end of its first request's head, TLS included
     * @param nextHead from the end of an answer to the end of the next request's head
     */
    public record Bounds(int perAddress, int inAll, Duration firstHead, Duration nextHead) {}

    /** One connection, and the timer that ends it unless a request comes; it has none during a request. */
    private static final class Guest {
        private final HttpConnection connection;
        private long timer;

        private Guest(HttpConnection connection) {
            this.connection = connection;
        }
    }

    public Door(Vertx vertx, Bounds bounds) {
        this.vertx = vertx;
        this.bounds = bounds;
    }

    /** To be called with every connection, before anything is read of it. */
    public synchronized void entered(HttpConnection connection) {
        SocketAddress from = connection.remoteAddress();
        if (inside.size() >= bounds.inAll() || perAddress.getOrDefault(from.host(), 0) >= bounds.perAddress()) {
            connection.close();
            return;
        }
        Guest guest = new Guest(connection);
        inside.put(from, guest);
        perAddress.merge(from.host(), 1, Integer::sum);
        connection.closeHandler(closed -> left(from));
        hurry(from, guest, bounds.firstHead());
    }

    /** To be called with the head of every request. */
    public synchronized void asked(HttpServerRequest request) {
        SocketAddress from = request.connection().remoteAddress();
        Guest guest = inside.get(from);
        if (guest == null) {
            return;
        }
        vertx.cancelTimer(guest.timer);
        request.response().endHandler(answered -> rested(from));
    }

    /**
     * To be called when a connection became a WebSocket. Whoever serves that bounds its silence, and has to tell when it {@link
     * #left}: the connection itself does not tell any more.
     */
    public synchronized void upgraded(SocketAddress from) {
        Guest guest = inside.get(from);
        if (guest != null) {
            vertx.cancelTimer(guest.timer);
        }
    }

    /** A connection has ended; harmless where that is known. */
    public synchronized void left(SocketAddress from) {
        Guest guest = inside.remove(from);
        if (guest != null) {
            vertx.cancelTimer(guest.timer);
            perAddress.computeIfPresent(from.host(), (host, there) -> there == 1 ? null : there - 1);
        }
    }

    private synchronized void rested(SocketAddress from) {
        Guest guest = inside.get(from);
        if (guest != null) {
            hurry(from, guest, bounds.nextHead());
        }
    }

    private void hurry(SocketAddress from, Guest guest, Duration time) {
        guest.timer = vertx.setTimer(time.toMillis(), late -> guest.connection.close());
    }
}
