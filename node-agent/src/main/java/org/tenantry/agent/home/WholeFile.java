package org.tenantry.agent.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.tenantry.common.file.PrivateFile;

/**
 * A file that is replaced as a whole: after a crash at any moment the old content or the new one is there, never a mixture.
 * Only its owner may read it.
 */
record WholeFile(Path path) {
    Optional<byte[]> read() {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    void write(byte[] content) {
        PrivateFile.write(path, content);
    }

    /** Moves the file, durably. */
    void moveTo(Path target) {
        try {
            move(path, target);
            force(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be moved to " + target, e);
        }
    }

    /** Removes the file, durably; one that is gone stays so. */
    void remove() {
        try {
            if (Files.deleteIfExists(path)) {
                force(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed", e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to);
    }

    /** A rename is only durable once its directory is. */
    private static void force(Path entry) throws IOException {
        Path directory = entry.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
