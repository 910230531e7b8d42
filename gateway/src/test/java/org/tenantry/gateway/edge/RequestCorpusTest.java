package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each raw request is refused and closed, or arrives exactly once at the right tenant; {@code requests.txt} has them. */
class RequestCorpusTest {
    private static final String PROBE = "GET /probe HTTP/1.1\r\nHost: acme.test\r\n\r\n";

    private static EdgeWorld world;
    private static Origin acme;
    private static Origin globex;

    @BeforeAll
    static void serve() throws Exception {
        world = new EdgeWorld();
        acme = Origin.saying("acme");
        globex = Origin.saying("globex");
        world.acme(acme);
        world.routes.put(EdgeWorld.globex(EdgeWorld.GLOBEX_HOST, globex.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
        globex.close();
    }

    @BeforeEach
    void forget() {
        acme.seen.clear();
        globex.seen.clear();
    }

    record Case(String outcome, String name, byte[] bytes) {
        boolean isRefused() {
            return outcome.equals("closed") || Character.isDigit(outcome.charAt(0));
        }

        @Override
        public String toString() {
            return name + ": " + outcome;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedOrArrivesOnceWhereItBelongs(Case one) throws Exception {
        if (one.isRefused()) {
            isRefused(one);
        } else {
            arrives(one, one.bytes.length);
        }
    }

    @ParameterizedTest
    @MethodSource("arriving")
    void arrivesTheSameInTwoPieces(Case one) throws Exception {
        for (int cut = 1; cut < one.bytes.length; cut += 7) {
            arrives(one, cut);
            forget();
        }
    }

    private static void isRefused(Case one) throws IOException {
        Wire client = world.client().send(one.bytes).send(PROBE);

        String answered = rest(client);

        if (one.outcome.equals("closed")) {
            assertThat(answered).isEmpty();
        } else {
            assertThat(answered).startsWith("HTTP/1.1 " + one.outcome).doesNotContainPattern("(?s).HTTP/1.1 [0-9]");
        }
        assertThat(acme.seen).isEmpty();
        assertThat(globex.seen).isEmpty();
    }

    private static void arrives(Case one, int cut) throws IOException {
        String tenant = one.outcome.substring(0, one.outcome.indexOf(' '));
        try (Wire client = Wire.to(world.edge.port())) {
            client.send(new String(one.bytes, 0, cut, ISO_8859_1));
            client.send(new String(one.bytes, cut, one.bytes.length - cut, ISO_8859_1));
            assertThat(client.reply().body()).isEqualTo(tenant);
            assertThat(client.send(PROBE).reply().body()).isEqualTo("acme");
        }

        List<String> seen = new ArrayList<>();
        acme.seen.forEach(request -> seen.add("acme " + told(request)));
        globex.seen.forEach(request -> seen.add("globex " + told(request)));
        assertThat(seen).containsExactlyInAnyOrder(one.outcome, "acme GET /probe");
    }

    private static String told(Reply request) {
        return (request.line().replace(" HTTP/1.1", "") + " " + request.body()).strip();
    }

    private static String rest(Wire client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            client.in.transferTo(all);
        } catch (SocketException reset) {
            // Closed as well.
        }
        return all.toString(ISO_8859_1);
    }

    static Stream<Case> arriving() throws IOException {
        return cases().filter(one -> !one.isRefused());
    }

    static Stream<Case> cases() throws IOException {
        return Corpus.lines("requests.txt").stream().map(RequestCorpusTest::parsed);
    }

    private static Case parsed(String line) {
        String[] parts = line.split(" \\| ", 3);
        return new Case(parts[0], parts[1], Corpus.bytes(parts[2]));
    }
}
