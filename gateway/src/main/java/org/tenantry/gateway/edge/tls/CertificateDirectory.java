package org.tenantry.gateway.edge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pairs of a directory as they were last usable. A pair that is being written is waited for; one that stays broken is
 * told once, and the former one stays in use; one whose files are both gone is gone. Not safe for several threads.
 *
 * @param <C> what is made of a pair
 */
final class CertificateDirectory<C> {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateDirectory.class);

    /** Files that changed no longer ago than this may still be being written, or wait for the other one of their pair. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    /** Makes what is used of the pair of this name. */
    @FunctionalInterface
    interface Reader<C> {
        C read(Path directory, String name) throws BrokenPair;
    }

    /** How a pair looked from outside: whenever this differs, it is read again. */
    private record Stamp(String certificate, String key, Instant changed) {}

    /** What is known of a pair: its stamp when it was read, unless it has to be read again anyway. */
    private record Known<C>(Optional<Stamp> read, Optional<C> usable, String problem) {}

    private final Path directory;
    private final InstantSource clock;
    private final Reader<C> reader;
    private final Map<String, Known<C>> pairs = new TreeMap<>();
    private String problem = "";

    CertificateDirectory(Path directory, InstantSource clock, Reader<C> reader) {
        this.directory = directory;
        this.clock = clock;
        this.reader = reader;
    }

    /** What can be used, in the order of names. */
    List<C> usable() {
        return pairs.values().stream().flatMap(known -> known.usable.stream()).toList();
    }

    /** Looks at everything that has changed. */
    void look() {
        SortedSet<String> names;
        try {
            names = names();
            problem = "";
        } catch (IOException e) {
            tell(e);
            return;
        }
        pairs.keySet().removeIf(name -> {
            boolean gone = !names.contains(name);
            if (gone) {
                LOG.info("{}: removed, no longer in use", directory.resolve(name + ".crt"));
            }
            return gone;
        });
        names.forEach(this::look);
    }

    private SortedSet<String> names() throws IOException {
        SortedSet<String> names = new TreeSet<>();
        if (pairs.isEmpty() && !Files.exists(directory)) {
            return names;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("[^.].*\\.(crt|key)"))
                    .forEach(file -> names.add(file.substring(0, file.length() - 4)));
        }
        return names;
    }

    private void tell(IOException e) {
        String told = e instanceof NoSuchFileException ? "is missing" : "cannot be read: " + e.getMessage();
        if (!told.equals(problem)) {
            problem = told;
            LOG.warn("{}: {}; the certificates read from it before stay in use", directory, told);
        }
    }

    private void look(String name) {
        Stamp stamp = stamp(name);
        Known<C> before = pairs.getOrDefault(name, new Known<>(Optional.empty(), Optional.empty(), ""));
        if (before.read.filter(stamp::equals).isEmpty()) {
            pairs.put(name, read(name, stamp, before));
        }
    }

    private Known<C> read(String name, Stamp stamp, Known<C> before) {
        try {
            C usable = reader.read(directory, name);
            // What was written while it was read has another stamp, and is read again.
            return new Known<>(Optional.of(stamp), Optional.of(usable), "");
        } catch (BrokenPair broken) {
            if (clock.instant().isBefore(stamp.changed.plus(SETTLING))) {
                return new Known<>(Optional.empty(), before.usable, before.problem);
            }
            String told = String.valueOf(broken.getMessage());
            if (!told.equals(before.problem)) {
                LOG.warn("{}{}", told, before.usable.isPresent() ? "; the former pair stays in use" : "; not in use");
            }
            return new Known<>(Optional.of(stamp), before.usable, told);
        }
    }

    private Stamp stamp(String name) {
        Map<String, Object> certificate = facts(directory.resolve(name + ".crt"));
        Map<String, Object> key = facts(directory.resolve(name + ".key"));
        return new Stamp(certificate.toString(), key.toString(), latest(changed(certificate), changed(key)));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant changed(Map<String, Object> facts) {
        return facts.get("ctime") instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
    }

    /** Of the file that a link leads to; a change of its mode is one as well. */
    private static Map<String, Object> facts(Path file) {
        try {
            return new TreeMap<>(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime"));
        } catch (IOException missing) {
            return Map.of();
        }
    }
}
