package org.tenantry.gateway.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A small web service that is told, connection by connection, what to do. */
final class Origin implements AutoCloseable {
    final List<Reply> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    private final ServerSocket listener;
    private final Thread accepting;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final Script script;

    /** What it does with one connection; the number counts from 1. */
    interface Script {
        void serve(Wire wire, int number) throws IOException;
    }

    /** What it answers to one request. */
    interface Answer {
        String to(Reply request);
    }

    private Origin(int port, Script script) throws IOException {
        this.listener = new ServerSocket(port, 100, InetAddress.getByName("127.0.0.1"));
        this.script = script;
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    static Origin running(Script script) throws IOException {
        return new Origin(0, script);
    }

    /** Answers every request on every connection, and keeps connections. */
    static Origin answering(Answer answer) throws IOException {
        Origin[] self = new Origin[1];
        Script script = (wire, number) -> {
            for (Optional<Reply> request = wire.message(false); request.isPresent(); request = wire.message(false)) {
                self[0].seen.add(request.get());
                wire.send(answer.to(request.get()));
            }
        };
        self[0] = new Origin(0, (wire, number) -> script.serve(wire, number));
        return self[0];
    }

    /** The same on a port that was free a moment ago. */
    static Origin at(int port, String text) throws IOException {
        return new Origin(port, (wire, number) -> {
            while (wire.message(false).isPresent()) {
                wire.send(ok(text));
            }
        });
    }

    /** Answers 200 with this text. */
    static Origin saying(String text) throws IOException {
        return answering(request -> ok(text));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Wire wire = new Wire(listener.accept());
                wires.add(wire);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(wire, number));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Wire wire, int number) {
        try (wire) {
            script.serve(wire, number);
        } catch (IOException | RuntimeException gone) {
            // The other side left; tests look at what was seen until then.
        } finally {
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        // Until its last thread has left, the socket may take one more connection.
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Wire wire : wires) {
            wire.close();
        }
    }
}
