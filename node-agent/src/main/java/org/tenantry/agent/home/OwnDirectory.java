package org.tenantry.agent.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** A directory in a place where everybody may make one: it has to be this process' own, and nobody else's to look into. */
final class OwnDirectory {
    private OwnDirectory() {}

    /** Makes it where it is missing; {@code CONFLICT} where somebody else did. */
    static void require(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            PosixFileAttributes found =
                    Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean own = found.isDirectory()
                    && PosixFilePermissions.toString(found.permissions()).equals("rwx------")
                    && found.owner().equals(self());
            if (!own) {
                throw TenantryException.of(
                        ErrorCode.CONFLICT, directory + " is not the agent's own (expected: a directory of mode 0700)");
            }
        }
    }

    private static java.nio.file.attribute.UserPrincipal self() throws IOException {
        return (java.nio.file.attribute.UserPrincipal)
                Files.getAttribute(Path.of("/proc/self"), "owner:owner", LinkOption.NOFOLLOW_LINKS);
    }
}
