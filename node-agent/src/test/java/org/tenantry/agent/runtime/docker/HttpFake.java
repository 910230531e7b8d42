package org.tenantry.agent.runtime.docker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A registry or an engine that answers what a test says, on loopback. Whoever tries TLS is refused at once, as an engine
 * does with a registry before it speaks plainly.
 */
final class HttpFake implements AutoCloseable {
    /** What it answers; a negative status is no answer at all. */
    record Answer(int status, String body) {
        static Answer none() {
            return new Answer(-1, "");
        }
    }

    private final ServerSocket server;
    private final Function<String, Answer> byPath;
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    private HttpFake(ServerSocket server, Function<String, Answer> byPath) {
        this.server = server;
        this.byPath = byPath;
    }

    static HttpFake answering(Function<String, Answer> byPath) {
        try {
            HttpFake fake = new HttpFake(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), byPath);
            Thread.ofVirtual().start(fake::accept);
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            paths.add("closed");
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            if (!head.contains(" HTTP/1.1")) {
                return;
            }
            String path = head.split(" ")[1].replaceFirst("\\?.*", "");
            paths.add(path);
            heads.add(head);
            Answer answer = byPath.apply(path);
            if (answer.status() < 0) {
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            String response = "HTTP/1.1 " + answer.status() + " Answer\r\nContent-Type: application/json\r\n"
                    + "Connection: close\r\nContent-Length: " + answer.body().length() + "\r\n\r\n" + answer.body();
            client.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            paths.add("gone");
        }
    }

    /** The head; or the first byte, where it is none of HTTP's. */
    private static String head(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        StringBuilder head = new StringBuilder();
        for (int next = buffered.read(); next >= 0; next = buffered.read()) {
            head.append((char) next);
            if (!Character.isUpperCase(head.charAt(0)) || head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Every path that was asked for, oldest first. */
    List<String> paths() {
        return paths;
    }

    /** Every head of a request, oldest first. */
    List<String> heads() {
        return heads;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
