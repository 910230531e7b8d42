package org.tenantry.agent.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.tenantry.common.file.PrivateFile;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Mount;

/**
 * Files as containers mount them, one tree for each mount of an instance: on disk, or in memory where a secret is in it. A
 * tree never changes once it is there, and is made again where it is missing, as after a reboot.
 */
public final class FileTrees {
    private static final String UNFINISHED = ".part";

    private final Path disk;
    private final Path memory;
    private final ContentStore contents;
    private final ReentrantLock lock = new ReentrantLock();

    /** Nothing is made before something is placed. */
    public FileTrees(Path disk, Path memory, ContentStore contents) {
        this.disk = disk;
        this.memory = memory;
        this.contents = contents;
    }

    /** Where a mount's file or directory lies on this machine, and where in the container it is wanted. */
    public record Placed(Path source, String target) {}

    /** Makes sure that all of these are there. {@code UNAVAILABLE}: some content isn't on this node. */
    public List<Placed> place(InstanceId instance, List<Mount> mounts) {
        List<Placed> placed = new ArrayList<>();
        lock.lock();
        try {
            for (Mount mount : mounts) {
                place(instance, mount).ifPresent(placed::add);
            }
            return placed;
        } catch (IOException e) {
            throw new UncheckedIOException(instance + ": its files cannot be written", e);
        } finally {
            lock.unlock();
        }
    }

    /** Drops what an instance has beside these. */
    public void keepOnly(InstanceId instance, List<Mount> mounts) {
        Set<String> kept = new TreeSet<>();
        mounts.forEach(mount -> kept.add(name(mount)));
        lock.lock();
        try {
            for (Path root : List.of(disk, memory)) {
                for (Path tree : listed(root.resolve(instance.value()))) {
                    if (!kept.contains(String.valueOf(tree.getFileName()))) {
                        remove(tree);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops all that an instance has. */
    public void forget(InstanceId instance) {
        lock.lock();
        try {
            remove(disk.resolve(instance.value()));
            remove(memory.resolve(instance.value()));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Placed> place(InstanceId instance, Mount mount) throws IOException {
        if (mount.contents().isEmpty() && !(mount instanceof Mount.Directory)) {
            return Optional.empty();
        }
        boolean secret = mount.contents().stream().anyMatch(Content::secret);
        if (secret) {
            OwnDirectory.require(memory);
        }
        Path tree = (secret ? memory : disk).resolve(instance.value()).resolve(name(mount));
        if (!Files.exists(tree)) {
            Path fresh = tree.resolveSibling(tree.getFileName() + UNFINISHED);
            delete(fresh);
            PrivateFile.directory(fresh);
            fill(fresh.resolve("mounted"), mount);
            Files.move(fresh, tree, StandardCopyOption.ATOMIC_MOVE);
        }
        return Optional.of(new Placed(tree.resolve("mounted"), mount.target()));
    }

    private void fill(Path at, Mount mount) throws IOException {
        switch (mount) {
            case Mount.File file ->
                MountedFile.write(at, contents.bytes(file.content()), file.mode(), file.user(), file.group());
            case Mount.Directory directory -> {
                MountedFile.directory(at);
                for (Mount.Directory.Entry entry : directory.entries()) {
                    Path inner = MountedFile.within(at, entry.path());
                    MountedFile.write(inner, contents.bytes(entry.content()), entry.mode());
                }
            }
            case Mount.Volume volume -> {}
            case Mount.Anonymous volume -> {}
            case Mount.Tmpfs tmpfs -> {}
        }
    }

    /** The same for the same content and permissions, whatever the path in the container. */
    private static String name(Mount mount) {
        String what = switch (mount) {
            case Mount.File file ->
                "file " + file.content() + " " + file.mode() + " " + file.user() + " " + file.group();
            case Mount.Directory directory -> "directory " + directory.entries();
            case Mount.Volume volume -> "";
            case Mount.Anonymous volume -> "";
            case Mount.Tmpfs tmpfs -> "";
        };
        return Content.digest(what.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    private static List<Path> listed(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> inner = Files.list(directory)) {
            return inner.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be listed", e);
        }
    }

    /** Out of its place at once: whoever is killed meanwhile must not leave half a tree where a whole one is looked for. */
    private static void remove(Path tree) {
        Path doomed = tree.resolveSibling(tree.getFileName() + UNFINISHED);
        delete(doomed);
        if (Files.exists(tree)) {
            try {
                Files.move(tree, doomed, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(tree + " cannot be removed", e);
            }
            delete(doomed);
        }
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            all.sorted(Comparator.reverseOrder()).forEach(PrivateFile::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(tree + " cannot be removed", e);
        }
    }
}
