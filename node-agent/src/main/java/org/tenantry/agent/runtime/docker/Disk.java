package org.tenantry.agent.runtime.docker;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file system that a directory lies on. */
record Disk(long bytes, long free) {
    /** Of the nearest parent that this process may see; zeros where there is none. */
    static Disk of(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            try {
                FileStore store = Files.getFileStore(at);
                return new Disk(store.getTotalSpace(), store.getUsableSpace());
            } catch (IOException notHere) {
                continue;
            }
        }
        return new Disk(0, 0);
    }
}
