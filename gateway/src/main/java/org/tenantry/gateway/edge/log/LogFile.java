package org.tenantry.gateway.edge.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a log, and its former ones. A file is left only once the next one is open, so no line finds none. Several
 * processes may append to it, and whichever finds it too long first begins the next; others then see that theirs was moved.
 */
final class LogFile implements LogSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Path path;
    private final Rotation rotation;
    private FileChannel channel;
    private Object identity;
    private boolean complained;

    private LogFile(Path path, Rotation rotation, FileChannel channel, Object identity) {
        this.path = path;
        this.rotation = rotation;
        this.channel = channel;
        this.identity = identity;
    }

    static LogFile open(Path path, Rotation rotation) throws IOException {
        return new LogFile(path, rotation, append(path), identity(path));
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Device and number of a file, whatever it is called. */
    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        if (rotation.isDue(channel.size(), length)) {
            rotate();
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Where that is not to be done, the present file has to take more than it should: better than losing lines. */
    private void rotate() {
        try {
            if (isThere()) {
                moveAll();
            }
            follow();
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.warn("{}: cannot be rotated; it grows on", path, e);
            }
        }
    }

    private void moveAll() throws IOException {
        for (int i = rotation.kept() - 1; i > 0; i--) {
            if (Files.exists(former(i))) {
                move(former(i), former(i + 1));
            }
        }
        move(path, former(1));
    }

    private Path former(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void follow() throws IOException {
        if (!isThere()) {
            FileChannel next = append(path);
            FileChannel former = channel;
            channel = next;
            identity = identity(path);
            former.close();
        }
    }

    private boolean isThere() throws IOException {
        try {
            return identity(path).equals(identity);
        } catch (NoSuchFileException moved) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
