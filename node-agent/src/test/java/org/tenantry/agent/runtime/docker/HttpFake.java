package org.tenantry.agent.runtime.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A registry or an engine that answers what a test says, on loopback. */
final class HttpFake implements AutoCloseable {
    /** What it answers; a negative status is no answer at all. */
    record Answer(int status, String body) {
        static Answer none() {
            return new Answer(-1, "");
        }
    }

    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> paths = new CopyOnWriteArrayList<>();

    private HttpFake(HttpServer server) {
        this.server = server;
    }

    static HttpFake answering(Function<String, Answer> byPath) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            HttpFake fake = new HttpFake(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> fake.answer(exchange, byPath));
            server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange, Function<String, Answer> byPath) throws IOException {
        String path = exchange.getRequestURI().getPath();
        paths.add(path);
        Answer answer = byPath.apply(path);
        if (answer.status() < 0) {
            await();
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(Math.max(200, answer.status()), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Every path that was asked for, oldest first. */
    List<String> paths() {
        return paths;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
