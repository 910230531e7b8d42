package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request of HTTP/2 is refused on its stream, or arrives exactly once at the right tenant; {@code streams.txt} has them. */
class StreamCorpusTest {
    private static EdgeWorld world;
    private static Origin acme;
    private static Origin globex;

    @BeforeAll
    static void serve() throws Exception {
        world = Http2Test.world();
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

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedOrArrivesOnceWhereItBelongs(StreamCase one) throws Exception {
        try (FrameWire client = FrameWire.to(world.edge.port())) {
            one.send(client);

            if (one.outcome().equals("goodbye")) {
                assertThat(client.goodbye()).isEqualTo(Frame.PROTOCOL_ERROR);
            } else {
                assertThat(client.answer(1)).startsWith(one.answer());
                assertThat(client.get(3, "acme.test", "/probe").answer(3)).isEqualTo("200 acme");
            }
        }
        assertThat(Stream.concat(acme.seen.stream(), globex.seen.stream()))
                .allMatch(request ->
                        request.fields().getOrDefault("host", List.of()).size() == 1);
        List<String> seen = Stream.concat(
                        acme.seen.stream().map(request -> "acme " + StreamCase.told(request)),
                        globex.seen.stream().map(request -> "globex " + StreamCase.told(request)))
                .filter(told -> !told.equals("acme GET /probe"))
                .toList();
        assertThat(seen).isEqualTo(one.arriving());
    }

    static Stream<StreamCase> cases() throws IOException {
        return Corpus.lines("streams.txt").stream().map(StreamCase::of);
    }
}
