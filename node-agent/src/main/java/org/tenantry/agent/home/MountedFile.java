package org.tenantry.agent.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.tenantry.common.error.TenantryException;

/** One file for containers: with the permissions and the owner that were asked for, whatever this process' own mask says. */
final class MountedFile {
    private static final Set<PosixFilePermission> OPEN_DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");

    private MountedFile() {}

    static void write(Path file, byte[] bytes, int mode) throws IOException {
        write(file, bytes, mode, OptionalInt.empty(), OptionalInt.empty());
    }

    static void write(Path file, byte[] bytes, int mode, OptionalInt user, OptionalInt group) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        own(file, "unix:uid", user);
        own(file, "unix:gid", group);
        Files.setPosixFilePermissions(file, permissions(mode));
    }

    /** A directory that everybody may look into. */
    static void directory(Path directory) throws IOException {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, OPEN_DIRECTORY);
    }

    /** The place of a path below a directory, whose own directories are made. */
    static Path within(Path directory, String path) throws IOException {
        Path place = directory.resolve(path).normalize();
        if (!place.startsWith(directory) || place.equals(directory)) {
            throw TenantryException.invalid("path", path, "a path below its directory");
        }
        Path above = directory;
        for (Path part : directory.relativize(place)) {
            above = above.resolve(part);
            if (!above.equals(place) && !Files.exists(above)) {
                directory(above);
            }
        }
        return place;
    }

    private static void own(Path file, String attribute, OptionalInt id) throws IOException {
        if (id.isEmpty()) {
            return;
        }
        try {
            Files.setAttribute(file, attribute, id.getAsInt());
        } catch (IOException refused) {
            throw TenantryException.invalid(
                    attribute,
                    String.valueOf(id.getAsInt()),
                    "no owner, where the agent isn't root: only root gives files away");
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }
}
