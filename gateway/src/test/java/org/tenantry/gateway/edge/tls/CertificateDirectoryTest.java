package org.tenantry.gateway.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateDirectoryTest {
    @TempDir
    Path home;

    private Path directory;
    private final AtomicInteger reads = new AtomicInteger();
    private Instant now = Instant.now();
    private CertificateDirectory<String> pairs;

    @BeforeEach
    void setUp() {
        directory = home.resolve("certificates");
        pairs = new CertificateDirectory<>(directory, () -> now, this::read);
    }

    /** Usable is a pair whose two files say the same. */
    private String read(Path where, String name) throws BrokenPair {
        reads.incrementAndGet();
        try {
            String certificate = Files.readString(where.resolve(name + ".crt"));
            if (certificate.equals(Files.readString(where.resolve(name + ".key")))) {
                return name + "=" + certificate;
            }
        } catch (IOException missing) {
            // As broken as any other.
        }
        throw new BrokenPair(name + " is broken");
    }

    @Test
    void aDirectoryMayAppearLater() throws Exception {
        pairs.look();
        assertThat(pairs.usable()).isEmpty();

        write("a.crt", "1");
        write("a.key", "1");
        write(".b.crt", "1");
        write("README", "1");
        pairs.look();

        assertThat(pairs.usable()).containsExactly("a=1");
    }

    @Test
    void readsOnlyWhatHasChanged() throws Exception {
        pair("a", "1");
        pair("b", "1");
        pairs.look();
        String before = pairs.usable().get(1);
        pairs.look();
        assertThat(reads).hasValue(2);

        pair("a", "2");
        pairs.look();

        assertThat(reads).hasValue(3);
        assertThat(pairs.usable()).containsExactly("a=2", "b=1");
        assertThat(pairs.usable().get(1)).isSameAs(before);
    }

    @Test
    void waitsForAPairThatIsBeingWritten() throws Exception {
        pair("a", "1");
        pairs.look();
        write("a.crt", "2");
        pairs.look();
        assertThat(pairs.usable()).containsExactly("a=1");

        write("a.key", "2");
        pairs.look();

        assertThat(pairs.usable()).containsExactly("a=2");
    }

    @Test
    void theFormerPairStaysWhereTheNewOneIsBroken() throws Exception {
        pair("a", "1");
        pairs.look();
        write("a.crt", "2");
        now = now.plus(Duration.ofMinutes(1));
        pairs.look();
        int told = reads.get();
        pairs.look();

        assertThat(pairs.usable()).containsExactly("a=1");
        assertThat(reads).as("a broken pair is not read again and again").hasValue(told);
        write("a.key", "2");
        pairs.look();
        assertThat(pairs.usable()).containsExactly("a=2");
    }

    @Test
    void aPairWithoutBothFilesIsGone() throws Exception {
        pair("a", "1");
        pair("b", "1");
        pairs.look();
        Files.delete(directory.resolve("a.crt"));
        now = now.plus(Duration.ofMinutes(1));
        pairs.look();
        assertThat(pairs.usable()).containsExactly("a=1", "b=1");

        Files.delete(directory.resolve("a.key"));
        pairs.look();

        assertThat(pairs.usable()).containsExactly("b=1");
    }

    @Test
    void aDirectoryThatVanishesTakesNothingAlong() throws Exception {
        pair("a", "1");
        pairs.look();
        Files.move(directory, home.resolve("elsewhere"));
        pairs.look();

        assertThat(pairs.usable()).containsExactly("a=1");
    }

    @Test
    void followsLinksToTheirNewTargets() throws Exception {
        pair("a", "1");
        Files.createDirectories(home.resolve("live"));
        for (String ending : new String[] {".crt", ".key"}) {
            Files.move(directory.resolve("a" + ending), home.resolve("live/1" + ending));
            Files.writeString(home.resolve("live/2" + ending), "2");
            Files.createSymbolicLink(home.resolve("live/now" + ending), home.resolve("live/1" + ending));
            Files.createSymbolicLink(directory.resolve("a" + ending), home.resolve("live/now" + ending));
        }
        pairs.look();
        assertThat(pairs.usable()).containsExactly("a=1");

        for (String ending : new String[] {".crt", ".key"}) {
            Files.delete(home.resolve("live/now" + ending));
            Files.createSymbolicLink(home.resolve("live/now" + ending), home.resolve("live/2" + ending));
        }
        pairs.look();

        assertThat(pairs.usable()).containsExactly("a=2");
    }

    private void pair(String name, String text) throws IOException {
        write(name + ".crt", text);
        write(name + ".key", text);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(file), text);
    }
}
