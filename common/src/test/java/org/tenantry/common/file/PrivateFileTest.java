package org.tenantry.common.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
    @TempDir
    private Path directory;

    @Test
    void isReplacedAsAWholeAndReadableByItsOwnerAlone() throws IOException {
        Path file = directory.resolve("deeper").resolve("token");
        PrivateFile.write(file, "one");
        PrivateFile.write(file, "two");

        assertThat(PrivateFile.read(file)).contains("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> beside = Files.list(file.resolveSibling("."))) {
            assertThat(beside.map(path -> path.getFileName().toString()).toList())
                    .isEqualTo(List.of("token"));
        }
    }

    @Test
    void whatAKilledWriterLeftIsNoHindrance() throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(directory.resolve(".token.new"), "half");

        PrivateFile.write(file, "whole");

        assertThat(PrivateFile.read(file)).contains("whole");
    }

    @Test
    void aMissingFileIsEmptyAndRemovingItIsNothing() {
        assertThat(PrivateFile.read(directory.resolve("none"))).isEmpty();
        PrivateFile.delete(directory.resolve("none"));
    }
}
