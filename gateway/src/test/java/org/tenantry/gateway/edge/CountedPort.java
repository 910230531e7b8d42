package org.tenantry.gateway.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before another port, passes on bytes and counts connections. */
final class CountedPort implements AutoCloseable {
    final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    private final int behind;

    CountedPort(int behind) throws IOException {
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                accepted.add(client);
                Socket server = new Socket(InetAddress.getByName("127.0.0.1"), behind);
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // Both are closed now.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket one : accepted) {
            one.close();
        }
    }
}
