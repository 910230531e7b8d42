package org.tenantry.gateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What lies beyond a server: the internet, another server of the same operator and a cloud's metadata service, each by its
 * address, all of them answering on one port. A network namespace that the server's default route leads to.
 */
final class Outside implements AutoCloseable {
    static final String INTERNET = "198.51.100.7";
    static final String OTHER_NODE = "10.99.0.2";
    static final String METADATA = "169.254.169.254";
    static final int PORT = 8077;
    private static final String ROUTER = "203.0.113.254";
    private static final byte[] ANSWER = "HTTP/1.0 200 OK\r\n\r\nfrom outside\n".getBytes(StandardCharsets.US_ASCII);

    private final NetworkNamespace network;
    private final List<ServerSocket> listening = new ArrayList<>();

    private Outside(NetworkNamespace network) {
        this.network = network;
    }

    /** Connects that server to it. */
    static Outside of(Server server) {
        String name = server.name() + "_out";
        Outside outside = new Outside(NetworkNamespace.make(name));
        said("link", "add", "eth0", "netns", server.name(), "type", "veth", "peer", "name", "eth0", "netns", name);
        said("-n", name, "address", "add", ROUTER + "/24", "dev", "eth0");
        said("-n", name, "link", "set", "eth0", "up");
        for (String address : List.of(INTERNET, OTHER_NODE, METADATA)) {
            said("-n", name, "address", "add", address + "/32", "dev", "lo");
        }
        said("-n", server.name(), "address", "add", Server.PUBLIC + "/24", "dev", "eth0");
        said("-n", server.name(), "link", "set", "eth0", "up");
        said("-n", server.name(), "route", "add", "default", "via", ROUTER);
        outside.network.within(() -> outside.listen(PORT));
        return outside;
    }

    /** Answers on that port of every address, of both families, in the network of whoever calls. */
    void listen(int port) {
        try {
            ServerSocket socket = new ServerSocket(port);
            listening.add(socket);
            Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (ServerSocket socket : listening) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        network.remove();
    }

    private static void serve(ServerSocket socket) {
        while (true) {
            try (Socket client = socket.accept()) {
                client.getOutputStream().write(ANSWER);
            } catch (IOException over) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private static void said(String... words) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        Engine.Said said = Engine.run(command);
        if (said.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said.text());
        }
    }
}
