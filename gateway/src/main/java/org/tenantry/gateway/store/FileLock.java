package org.tenantry.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** A lock between processes, and within one: SQLite lets nobody hold one across several transactions. */
final class FileLock implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    static FileLock take(Path file, Duration patience) {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return take(channel, file, patience);
        } catch (IOException e) {
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the store's lock " + file + " cannot be taken: " + e);
        }
    }

    private static FileLock take(FileChannel channel, Path file, Duration patience) throws IOException {
        for (long pauses = patience.dividedBy(PAUSE); pauses >= 0; pauses--) {
            if (tried(channel) != null) {
                return new FileLock(channel);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        channel.close();
        throw TenantryException.of(
                ErrorCode.UNAVAILABLE, "another process has been changing the store for " + patience + ", see " + file);
    }

    private static java.nio.channels.@Nullable FileLock tried(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
