package org.tenantry.common.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.tenantry.common.secret.Secret;

/**
 * Settings from one file and the environment, read strictly: the environment wins ({@code edge.port} is
 * {@code TENANTRY_EDGE_PORT}), an unknown setting is a problem, and {@link #finish} tells all problems at once.
 */
public final class Settings {
    private static final String PREFIX = "TENANTRY_";

    private final Map<String, String> values;
    private final Set<String> fromFile;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private Settings(Map<String, String> values, Set<String> fromFile) {
        this.values = values;
        this.fromFile = fromFile;
    }

    /** Reads a properties file, which may be missing, and the environment on top of it. */
    public static Settings read(Path file, Map<String, String> environment) {
        Properties properties = new Properties();
        List<String> unreadable = new ArrayList<>();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                unreadable.add(file + ": cannot be read: " + e.getMessage());
            }
        }
        Map<String, String> values = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, properties.getProperty(name).strip()));
        Settings settings = new Settings(values, Set.copyOf(values.keySet()));
        settings.problems.addAll(unreadable);
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                values.put(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value.strip());
            }
        });
        return settings;
    }

    public String text(String name, String fallback) {
        return value(name).orElse(fallback);
    }

    /** A text that is only there where somebody set it. */
    public Optional<String> optional(String name) {
        return value(name);
    }

    /** A secret that is only there where somebody set it. */
    public Optional<Secret> secret(String name) {
        return value(name).map(Secret::of);
    }

    /** A comma-separated list; empty where nothing is set. */
    public List<String> list(String name) {
        return value(name).stream()
                .flatMap(all -> List.of(all.split(",", -1)).stream())
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    public int integer(String name, int fallback, int least, int most) {
        return value(name, fallback, Form.whole(least, most));
    }

    /** A TCP port; 0 is any free one. */
    public int port(String name, int fallback) {
        return integer(name, fallback, 0, 65_535);
    }

    /** A duration, as {@link Form#DURATION} has it. */
    public Duration duration(String name, Duration fallback) {
        return value(name, fallback, Form.DURATION);
    }

    /** A number of bytes, as {@link Form#BYTES} has it. */
    public long bytes(String name, long fallback) {
        return value(name, fallback, Form.BYTES);
    }

    /** A value of a form. */
    public <T> T value(String name, T fallback, Form<T> form) {
        return parsed(name, fallback, form.expected(), form.read());
    }

    /** Any value that a function reads; what it refuses becomes a problem of this setting. */
    public <T> T parsed(String name, T fallback, String expected, Function<String, Optional<T>> parse) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return fallback;
        }
        Optional<T> read;
        try {
            read = parse.apply(text.get());
        } catch (RuntimeException refused) {
            read = Optional.empty();
        }
        if (read.isEmpty()) {
            problems.add(name + ": '" + text.get() + "' (expected: " + expected + ")");
        }
        return read.orElse(fallback);
    }

    /** Call once every setting was asked for: throws where anything was wrong, with all of it. */
    public void finish() {
        for (String name : fromFile) {
            if (!known.contains(name)) {
                problems.add(name + ": unknown setting (expected one of: " + String.join(", ", known) + ")");
            }
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private Optional<String> value(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }
}
