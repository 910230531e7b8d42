package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One end of a connection that speaks bytes, and reads HTTP just as far as a test needs. */
final class Wire implements AutoCloseable {
    final Socket socket;
    final InputStream in;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.socket.setSoTimeout(30_000);
        this.socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Wire to(int port) throws IOException {
        return new Wire(new Socket(InetAddress.getByName("127.0.0.1"), port));
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** A GET of a host's path, with more header lines. */
    Wire get(String host, String path, String... lines) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + joined(lines) + "\r\n");
    }

    static String joined(String... lines) {
        return lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    }

    /** The next message with its body; empty where the other side has ended. */
    Optional<Reply> message(boolean bodiless) throws IOException {
        Optional<Reply> head = head();
        if (head.isEmpty() || bodiless) {
            return head;
        }
        return Optional.of(new Reply(head.get().line(), head.get().fields(), body(head.get())));
    }

    Reply reply() throws IOException {
        return message(false).orElseThrow(() -> new IOException("closed without an answer"));
    }

    Optional<Reply> head() throws IOException {
        String line = line();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (String next = line(); !next.isEmpty(); next = line()) {
            lines.add(next);
        }
        return Optional.of(new Reply(line, Reply.fields(lines), ""));
    }

    private String body(Reply head) throws IOException {
        if (head.field("transfer-encoding").isPresent()) {
            StringBuilder all = new StringBuilder();
            for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
                all.append(chunk);
            }
            return all.toString();
        }
        if (head.field("content-length").isPresent()) {
            return exactly(Integer.parseInt(head.field("content-length").orElseThrow()));
        }
        boolean response = head.line().startsWith("HTTP/");
        boolean bodiless = response && (head.status() < 200 || head.status() == 204 || head.status() == 304);
        return response && !bodiless ? rest() : "";
    }

    /** One chunk; empty for the last one, whose trailers are read too. */
    String chunk() throws IOException {
        int size = Integer.parseInt(line().split(";", 2)[0], 16);
        String data = exactly(size);
        if (size > 0) {
            line();
        } else {
            trailers();
        }
        return data;
    }

    List<String> trailers = List.of();

    private void trailers() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String next = line(); !next.isEmpty(); next = line()) {
            lines.add(next);
        }
        trailers = lines;
    }

    String exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("ended after " + bytes.length + " of " + size);
        }
        return new String(bytes, ISO_8859_1);
    }

    String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Whether the other side ends without another byte. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(ISO_8859_1);
    }

    /** Ends with a reset instead of a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
