package org.tenantry.agent.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.secret.Secret;

/**
 * Listens on loopback and serves each connection on a virtual thread of its own, which may block: that is the back-pressure.
 * Connections are bounded in number; whoever can't name the key gets nowhere.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int MOST_CONNECTIONS = 256;

    private final Runtime runtime;
    private final ServerSocket listening;
    private final Secret key;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Relay(Runtime runtime, ServerSocket listening, Secret key) {
        this.runtime = runtime;
        this.listening = listening;
        this.key = key;
    }

    /**
     * Listens; port 0 is any free one.
     *
     * @param key what a caller has to name; made anew at each start
     */
    public static Relay start(Runtime runtime, InetSocketAddress address, Secret key) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort()));
            Relay relay = new Relay(runtime, socket, key);
            Thread.ofVirtual().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException("relay.listen: " + address + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    /** The way here, for whoever the agent trusts. */
    public Registration.RelayAddress address() {
        return new Registration.RelayAddress(
                listening.getInetAddress().getHostAddress(), listening.getLocalPort(), key);
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(Relay::closeQuietly);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().name("relay connection").start(() -> serve(socket));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    LOG.warn("relay: a connection could not be accepted: {}", e.toString());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (free.tryAcquire()) {
                try {
                    new RelayConnection(runtime, socket, key).serve();
                } finally {
                    free.release();
                }
            }
        } catch (IOException gone) {
            LOG.debug("relay: a connection ended early: {}", gone.toString());
        } finally {
            open.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("relay: closing failed: {}", e.toString());
        }
    }
}
