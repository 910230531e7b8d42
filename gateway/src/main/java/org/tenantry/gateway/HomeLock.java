package org.tenantry.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.file.PrivateFile;

/** Holds a home for one gateway: two on the same files would overwrite each other's. Gone with the process. */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the home, or says that another process has it. */
    static HomeLock take(Path own) {
        Path file = own.resolve("lock");
        try {
            PrivateFile.directory(own);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw taken(own);
            }
            return new HomeLock(channel);
        } catch (OverlappingFileLockException sameProcess) {
            throw taken(own);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be locked", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static TenantryException taken(Path own) {
        return TenantryException.field(
                ErrorCode.TAKEN, "home", own.toString(), "a home that no other running gateway uses");
    }
}
