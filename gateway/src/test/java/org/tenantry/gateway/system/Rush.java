package org.tenantry.gateway.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of one host that ask all the time in every way: with a connection for each request, with one for all, and with a
 * body that comes in pieces. Every answer but 200 is noted.
 */
final class Rush implements AutoCloseable {
    private static final int OF_EACH_KIND = 3;
    private static final int PIECES = 4;
    private static final String PIECE = "x".repeat(1_000);

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();
    private final GatewayProgram gateway;
    private final String host;

    /** Asks once, in its own way. */
    private interface Way {
        String ask();
    }

    Rush(GatewayProgram gateway, String host) {
        this.gateway = gateway;
        this.host = host;
        for (int i = 0; i < OF_EACH_KIND; i++) {
            begin(this::anew);
            begin(this::piecemeal);
            Kept kept = new Kept();
            begin(kept::again);
        }
    }

    private void begin(Way way) {
        clients.add(Thread.ofPlatform().name("rush").start(() -> {
            while (!over.get()) {
                note(way);
            }
        }));
    }

    private void note(Way way) {
        try {
            String answer = way.ask();
            if (!answer.startsWith("200")) {
                failures.add(answer);
            }
            answers.incrementAndGet();
        } catch (RuntimeException | AssertionError broken) {
            failures.add(broken.toString());
        }
    }

    private String anew() {
        Http.Answer answer = gateway.page(host, "/new");
        return answer.status() + " " + answer.body();
    }

    private String piecemeal() {
        try (Talk talk = new Talk(gateway.edgePort())) {
            talk.say("POST /upload HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nContent-Length: "
                    + PIECES * PIECE.length() + "\r\n\r\n");
            for (int i = 0; i < PIECES; i++) {
                talk.say(PIECE);
            }
            return status(talk);
        }
    }

    private static String status(Talk talk) {
        String head = talk.hearUntil("\r\n\r\n");
        return head.substring("HTTP/1.1 ".length(), head.indexOf('\r'));
    }

    /** One connection for all requests; the edge keeps it whatever becomes of containers. */
    private final class Kept {
        private final Talk talk = new Talk(gateway.edgePort());

        String again() {
            talk.say("GET /kept HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            String status = status(talk);
            if (status.startsWith("200")) {
                talk.hear(5);
            }
            return status;
        }
    }

    /** Waits until so many more have come. */
    void awaitAnswers(int more) {
        int wanted = answers.get() + more;
        Await.until("the rush is answered", () -> answers.get() >= wanted, () -> answers + " answers, " + failures);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
