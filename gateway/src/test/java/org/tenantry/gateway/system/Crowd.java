package org.tenantry.gateway.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of one host that ask again and again, with a connection for each request; every answer but 200 is noted. */
final class Crowd implements AutoCloseable {
    private static final int CLIENTS = 4;

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();

    Crowd(GatewayProgram gateway, String host) {
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofPlatform().name("crowd").start(() -> ask(gateway, host)));
        }
    }

    private void ask(GatewayProgram gateway, String host) {
        while (!over.get()) {
            Http.Answer answer = gateway.page(host, "/identity");
            if (answer.status() != 200) {
                failures.add(answer.toString());
            }
            answers.incrementAndGet();
        }
    }

    /** Waits until so many more have come. */
    void awaitAnswers(int more) {
        int wanted = answers.get() + more;
        Await.until("the crowd is answered", () -> answers.get() >= wanted, () -> answers + " answers, " + failures);
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
