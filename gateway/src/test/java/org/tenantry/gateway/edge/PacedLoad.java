package org.tenantry.gateway.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Well-behaved visitors of one host, so many requests each second whatever comes of them: a late answer counts from when its
 * request was due.
 */
final class PacedLoad implements AutoCloseable {
    private static final int CLIENTS = 10;
    /** Not the address that everything else here comes from. */
    private static final String ADDRESS = "127.0.0.2";

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
    private final int port;
    private final String host;
    private final Duration pause;
    private volatile boolean over;

    PacedLoad(int port, String host, int eachSecond) {
        this.port = port;
        this.host = host;
        this.pause = Duration.ofSeconds(CLIENTS).dividedBy(eachSecond);
    }

    /** How long the answers took, by the second in which they were asked for. */
    record Answers(SortedMap<Long, List<Duration>> seconds) {
        int count() {
            return seconds.values().stream().mapToInt(List::size).sum();
        }

        /** What all but one of a hundred stay under in the median second: a machine that stands still for one is no finding. */
        Duration p99() {
            List<Duration> all = seconds.values().stream()
                    .map(PacedLoad::ninetyNinth)
                    .sorted()
                    .toList();
            return all.get(all.size() / 2);
        }
    }

    private record Answer(long second, Duration took) {}

    /** Asks until this has ended. */
    Answers during(Callable<?> what) throws Exception {
        over = false;
        List<Future<List<Answer>>> clients = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < CLIENTS; i++) {
            long first = begin + pause.toNanos() * i / CLIENTS;
            clients.add(threads.submit(() -> ask(first)));
        }
        try {
            what.call();
        } finally {
            over = true;
        }
        SortedMap<Long, List<Duration>> seconds = new TreeMap<>();
        for (Future<List<Answer>> client : clients) {
            for (Answer answer : client.get()) {
                seconds.computeIfAbsent(answer.second, fresh -> new ArrayList<>())
                        .add(answer.took);
            }
        }
        return new Answers(seconds);
    }

    private List<Answer> ask(long first) throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (Wire wire =
                new Wire(new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(ADDRESS), 0))) {
            for (long due = first; !over; due += pause.toNanos()) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                Reply reply = wire.get(host, "/").reply();
                if (reply.status() != 200) {
                    throw new IOException("answered " + reply.line());
                }
                answers.add(new Answer(due / 1_000_000_000, Duration.ofNanos(System.nanoTime() - due)));
            }
        }
        return answers;
    }

    private static Duration ninetyNinth(List<Duration> second) {
        List<Duration> sorted = second.stream().sorted().toList();
        return sorted.get(sorted.size() * 99 / 100);
    }

    @Override
    public void close() {
        over = true;
        threads.close();
    }
}
