package org.tenantry.agent.runtime.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tenantry.common.node.ClusterId;

/** The control groups that a test's cluster leaves on the machine. */
public final class LeftGroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private LeftGroups() {}

    /** Those of that cluster, empty ones: the kernel keeps others. */
    public static void remove(ClusterId cluster) {
        for (Path group : of(cluster)) {
            try (Stream<Path> all = Files.walk(group)) {
                all.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .forEach(one -> one.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** In the one tree, or in each controller's. */
    static List<Path> of(ClusterId cluster) {
        try (Stream<Path> trees = Files.list(ROOT)) {
            return Stream.concat(Stream.of(ROOT), trees)
                    .map(tree -> tree.resolve("tenantry").resolve(cluster.value()))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
