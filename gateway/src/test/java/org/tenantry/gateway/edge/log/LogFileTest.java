package org.tenantry.gateway.edge.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void names() {
        path = directory.resolve("access.log");
    }

    @Test
    void beginsANewFileBeforeOneGrowsTooLong() throws IOException {
        try (LogFile file = LogFile.open(path, new Rotation(12, 3))) {
            for (int i = 0; i < 9; i++) {
                write(file, "line" + i);
            }
        }

        assertThat(files()).containsExactly("access.log", "access.log.1", "access.log.2", "access.log.3");
        assertThat(lines("access.log")).containsExactly("line8");
        assertThat(lines("access.log.1")).containsExactly("line6", "line7");
        assertThat(lines("access.log.3")).containsExactly("line2", "line3");
    }

    @Test
    void takesWhatIsLongerThanAWholeFile() throws IOException {
        try (LogFile file = LogFile.open(path, new Rotation(3, 3))) {
            write(file, "long line");
            write(file, "another");
        }

        assertThat(lines("access.log")).containsExactly("another");
        assertThat(lines("access.log.1")).containsExactly("long line");
    }

    @Test
    void goesOnWhereItEndedBefore() throws IOException {
        Files.writeString(path, "before\n");

        try (LogFile file = LogFile.open(path, Rotation.NONE)) {
            write(file, "after");
        }

        assertThat(lines("access.log")).containsExactly("before", "after");
    }

    @Test
    void followsWhoeverMovesItAndLosesNoLine() throws Exception {
        AccessLog log = AccessLog.to(path, Rotation.NONE, 16);
        AccessLog.Lines lines = log.lines();
        int entries = 3_000;
        for (int i = 1; i <= entries; i++) {
            lines.add(entry(i - 1));
            if (i % 100 == 0) {
                lines.handOver();
                if (i % 1_000 == 500) {
                    Files.move(path, path.resolveSibling("moved." + i));
                }
                int written = i;
                eventually(() -> count() == written && Files.exists(path));
            }
        }
        log.close();

        assertThat(files()).containsExactly("access.log", "moved.1500", "moved.2500", "moved.500");
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(expected(entries));
    }

    @Test
    void losesNoLineByRotation() throws Exception {
        AccessLog log = AccessLog.to(path, new Rotation(100_000, 1_000), 16);
        AccessLog.Lines lines = log.lines();
        int entries = 10_000;
        for (int i = 1; i <= entries; i++) {
            lines.add(entry(i - 1));
            if (i % 100 == 0) {
                lines.handOver();
                int written = i;
                eventually(() -> count() == written);
            }
        }
        log.close();

        assertThat(log.dropped()).isZero();
        assertThat(files()).hasSizeGreaterThan(10);
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(expected(entries));
    }

    @Test
    void goesOnInTheMovedFileWhereNoNewOneCanBeOpened() throws Exception {
        try (LogFile file = LogFile.open(path, new Rotation(10, 3))) {
            write(file, "first");
            Files.move(path, path.resolveSibling("moved"));
            Files.createDirectory(path);

            write(file, "second");
            write(file, "third");
            Files.delete(path);
            file.follow();
            write(file, "fourth");
        }

        assertThat(lines("moved")).containsExactly("first", "second", "third");
        assertThat(lines("access.log")).containsExactly("fourth");
    }

    @Test
    void leavesAFileAloneThatAnotherProcessHasBegun() throws IOException {
        try (LogFile one = LogFile.open(path, new Rotation(10, 3));
                LogFile other = LogFile.open(path, new Rotation(10, 3))) {
            write(one, "long one");
            write(other, "other");
            write(one, "one");
        }

        assertThat(lines("access.log")).containsExactly("other", "one");
        assertThat(files()).containsExactly("access.log", "access.log.1");
    }

    private static void write(LogFile file, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(US_ASCII);
        file.write(bytes, bytes.length);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String file : files()) {
            for (String line : lines(file)) {
                ids.add(line.replaceFirst(".*\"requestId\":\"([^\"]*)\".*", "$1"));
            }
        }
        return ids;
    }

    private static List<String> expected(int entries) {
        return IntStream.range(0, entries)
                .mapToObj(i -> "r-a-" + Integer.toString(i, 36))
                .toList();
    }

    private static AccessEntry entry(int number) {
        AccessEntry entry = new AccessEntry();
        entry.requestId.set("r-a-".getBytes(US_ASCII), number);
        return entry;
    }

    private int count() {
        try {
            return ids().size();
        } catch (IOException moving) {
            return -1;
        }
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never happened");
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
