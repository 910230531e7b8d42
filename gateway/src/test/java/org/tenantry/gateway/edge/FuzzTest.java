package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tenantry.gateway.edge.tls.FuzzedHello;

/**
 * What a fuzzer found to be different ways through the readers, and what a few thousand changes make of it: each property
 * holds. {@code scripts/conformance fuzz} looks for more.
 */
class FuzzTest {
    private static final int CHANGES = 3_000;

    enum Target {
        REQUEST("request", FuzzedRequest::fuzzerTestOneInput),
        ANSWER("answer", FuzzedAnswer::fuzzerTestOneInput),
        CHUNKS("chunks", FuzzedChunks::fuzzerTestOneInput),
        HOST("host", FuzzedHost::fuzzerTestOneInput),
        FIELDS("fields", FuzzedFields::fuzzerTestOneInput),
        HELLO("hello", FuzzedHello::fuzzerTestOneInput);

        private final String file;
        private final Consumer<byte[]> property;

        Target(String file, Consumer<byte[]> property) {
            this.file = "fuzz/" + file + ".txt";
            this.property = property;
        }

        List<byte[]> corpus() throws IOException {
            return Corpus.lines(file).stream().map(Corpus::bytes).toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsForAllThatWasFound(Target target) throws IOException {
        for (byte[] input : target.corpus()) {
            holds(target, input);
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsForWhatIsMadeOfIt(Target target) throws IOException {
        List<byte[]> corpus = new ArrayList<>(target.corpus());
        Random random = new Random(1);
        for (int i = 0; i < CHANGES; i++) {
            holds(target, changed(corpus, random));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestOfTheCorpusIsReadInOneWay(Target target) throws IOException {
        try (Stream<String> lines = Corpus.lines("requests.txt").stream()) {
            lines.map(line -> Corpus.bytes(line.split(" \\| ", 3)[2])).forEach(input -> holds(target, input));
        }
    }

    private static void holds(Target target, byte[] input) {
        assertThatCode(() -> target.property.accept(input))
                .as(target + " of " + Corpus.text(input))
                .doesNotThrowAnyException();
    }

    /** Begins with one input and goes on with another, a few bytes changed. */
    private static byte[] changed(List<byte[]> corpus, Random random) {
        byte[] one = corpus.get(random.nextInt(corpus.size()));
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        int head = random.nextInt(one.length + 1);
        int tail = random.nextInt(other.length + 1);
        byte[] made = new byte[head + other.length - tail];
        System.arraycopy(one, 0, made, 0, head);
        System.arraycopy(other, tail, made, head, other.length - tail);
        for (int i = random.nextInt(4); i > 0 && made.length > 0; i--) {
            made[random.nextInt(made.length)] = (byte) random.nextInt(256);
        }
        return made;
    }
}
