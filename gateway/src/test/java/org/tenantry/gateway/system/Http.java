package org.tenantry.gateway.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request on a connection of its own, to a port of this machine, with any host that a test wants to name. */
final class Http {
    private static final int PATIENCE_MILLIS = 60_000;

    private Http() {}

    /** A request; the header {@code Host} is the host that is asked for. */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        static Request get(String host, String path) {
            return new Request("GET", path, Map.of("Host", host), new byte[0]);
        }
    }

    /** An answer; status 0 where none came. */
    record Answer(int status, Map<String, String> headers, String body) {}

    static Answer send(int port, Request request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(socket.getOutputStream(), request);
            return read(socket.getInputStream());
        } catch (IOException e) {
            return new Answer(0, Map.of(), e.toString());
        }
    }

    private static void write(OutputStream out, Request request) throws IOException {
        StringBuilder head = new StringBuilder(request.method() + " " + request.path() + " HTTP/1.1\r\n");
        Map<String, String> headers = new TreeMap<>(request.headers());
        headers.put("Connection", "close");
        headers.putIfAbsent("Content-Length", String.valueOf(request.body().length));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        try {
            out.write(request.body());
            out.flush();
        } catch (IOException refused) {
            // A server may answer and close before it read a body that it doesn't want; the answer is there to be read.
            return;
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("no answer: '" + status + "'");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, body(in, headers));
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        byte[] bytes;
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            bytes = chunks(in);
        } else if (headers.containsKey("content-length")) {
            bytes = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        } else {
            bytes = in.readAllBytes();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            all.writeBytes(in.readNBytes(length));
            line(in);
        }
        return all.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new IOException("the connection ended in a head");
            }
            line.write(one);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
