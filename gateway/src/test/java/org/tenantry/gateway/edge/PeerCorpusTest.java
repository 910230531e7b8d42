package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.gateway.edge.RequestCorpusTest.Case;

/**
 * What others make of the two corpora, as columns beside ours. Only {@code scripts/conformance corpus} runs it: it brings
 * nginx, HAProxy and h2o, and has to wait where they wait.
 */
@Tag("conformance")
@Tag("complete")
class PeerCorpusTest {
    private static final String PROBE = "GET /probe HTTP/1.1\r\nHost: acme.test\r\n\r\n";
    private static final int SILENCE = 2_000;
    private static final Path DIRECTORY = Path.of("target/corpus").toAbsolutePath();

    /** What became of a request. */
    enum Fate {
        /** Answered with an error, and nobody got anything. */
        REFUSED,
        /** Closed, or its stream reset, without a word. */
        CLOSED,
        /** Neither, for a while: it waits for more. */
        WAITS,
        /** One service got one request: the method, the body and the tenant that the corpus names. */
        PASSED,
        /** One service got one request, where the corpus wants none. */
        TAKEN,
        /** Anything else arrived: two, another one, another tenant's, or the next request as a part of this one. */
        OTHERWISE
    }

    @Test
    void refusesWhatOthersTakeAndTakesWhatIsMeant() throws Exception {
        Map<String, Map<String, Fate>> columns = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, Future<Map<String, Fate>>> asked = new TreeMap<>();
            for (String name : Peer.NAMES) {
                asked.put(name, threads.submit(() -> ask(name)));
            }
            for (Map.Entry<String, Future<Map<String, Fate>>> one : asked.entrySet()) {
                columns.put(one.getKey(), one.getValue().get());
            }
        }
        Files.write(DIRECTORY.resolve("cases"), rows(columns));
        Files.write(DIRECTORY.resolve("table"), table(columns));
        assertThat(columns.getOrDefault("tenantry", Map.of()).values())
                .isNotEmpty()
                .doesNotContain(Fate.TAKEN, Fate.OTHERWISE);
    }

    private static Map<String, Fate> ask(String name) throws Exception {
        Map<String, Fate> fates = new TreeMap<>();
        try (Peer peer = new Peer(name, DIRECTORY.resolve(name))) {
            for (Case one : RequestCorpusTest.cases().toList()) {
                fates.put("1 " + one, fate(peer, raw(peer.port, one.bytes()), one.isRefused(), one.outcome()));
            }
            for (StreamCase one : StreamCorpusTest.cases().toList()) {
                fates.put("2 " + one, fate(peer, stream(peer.port2, one), one.isRefused(), one.outcome()));
            }
        }
        return fates;
    }

    /** What came back, the status only; "" for nothing; "silence" where the other side has neither spoken nor closed. */
    private static String raw(int port, byte[] bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean open = false;
        try (Wire wire = Wire.to(port)) {
            wire.socket.setSoTimeout(SILENCE);
            wire.send(bytes).send(PROBE);
            wire.in.transferTo(all);
        } catch (java.net.SocketTimeoutException silent) {
            open = true;
        } catch (IOException reset) {
            // Closed as well.
        }
        String text = all.toString(ISO_8859_1);
        return text.startsWith("HTTP/1.") ? text.substring(9, 12) : text.isEmpty() && open ? "silence" : "";
    }

    private static String stream(int port, StreamCase one) {
        try (FrameWire client = FrameWire.to(port)) {
            client.wire.socket.setSoTimeout(SILENCE);
            one.send(client);
            return client.answer(1);
        } catch (java.net.SocketTimeoutException silent) {
            return "silence";
        } catch (IOException closed) {
            return "";
        }
    }

    private static Fate fate(Peer peer, String answer, boolean refuses, String outcome) {
        List<String> seen = new ArrayList<>();
        peer.acme.seen.forEach(request -> seen.add("acme " + StreamCase.told(request)));
        peer.globex.seen.forEach(request -> seen.add("globex " + StreamCase.told(request)));
        peer.acme.seen.clear();
        peer.globex.seen.clear();
        boolean whole = seen.stream().noneMatch(told -> told.indexOf("/probe", "acme GET /probe".length()) >= 0);
        boolean once = seen.stream().filter("acme GET /probe"::equals).count() <= 1;
        seen.removeIf("acme GET /probe"::equals);
        if (seen.isEmpty() && once) {
            return answer.matches("[2345]\\d\\d.*")
                    ? Fate.REFUSED
                    : answer.equals("silence") ? Fate.WAITS : Fate.CLOSED;
        }
        if (seen.size() > 1 || !whole || !once) {
            return Fate.OTHERWISE;
        }
        return refuses ? Fate.TAKEN : seen.getFirst().equals(outcome) ? Fate.PASSED : Fate.OTHERWISE;
    }

    private static List<String> rows(Map<String, Map<String, Fate>> columns) {
        List<String> rows = new ArrayList<>(List.of(String.join(" | ", columns.keySet())));
        for (String one : columns.getOrDefault("tenantry", Map.of()).keySet()) {
            rows.add(String.join(
                            " | ",
                            columns.values().stream()
                                    .map(column -> String.valueOf(column.get(one)))
                                    .toList())
                    + " | " + one);
        }
        return rows;
    }

    /** Four numbers a proxy for each of: what is refused by us, what is passed on, in either version of HTTP. */
    private static List<String> table(Map<String, Map<String, Fate>> columns) {
        List<String> table = new ArrayList<>();
        for (String version : List.of("1", "2")) {
            for (boolean good : List.of(false, true)) {
                columns.forEach((name, column) -> table.add("HTTP/%s, %s: %-8s %s"
                        .formatted(version, good ? "good" : "bad", name, counted(column, version, good))));
            }
        }
        return table;
    }

    private static Map<Fate, Integer> counted(Map<String, Fate> column, String version, boolean good) {
        Map<Fate, Integer> counted = new EnumMap<>(Fate.class);
        column.forEach((one, fate) -> {
            String outcome = one.substring(one.lastIndexOf(": ") + 2);
            boolean passes = Stream.of("acme ", "globex ").anyMatch(outcome::startsWith);
            if (one.startsWith(version) && passes == good) {
                counted.merge(fate, 1, Integer::sum);
            }
        });
        return counted;
    }
}
