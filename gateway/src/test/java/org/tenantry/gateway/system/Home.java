package org.tenantry.gateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.common.json.Json;

/** A directory with the settings and all state of what runs from it. */
record Home(Path directory) {
    static Home make() {
        try {
            return new Home(Files.createTempDirectory("tenantry-system-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path at(String name) {
        return directory.resolve(name);
    }

    boolean has(String name) {
        return Files.exists(at(name));
    }

    String text(String name) {
        try {
            return Files.readString(at(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json(String name) {
        try {
            return Json.open().readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the program with this pid says in that file that it is ready; one that was killed leaves its own behind. */
    boolean announces(String name, long pid) {
        return has(name) && json(name).path("pid").asLong() == pid;
    }

    void settings(String name, Map<String, String> settings) {
        List<String> lines = settings.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .toList();
        write(name, String.join("\n", lines) + "\n");
    }

    void write(String name, String text) {
        try {
            Files.writeString(at(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file below the home. */
    List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
