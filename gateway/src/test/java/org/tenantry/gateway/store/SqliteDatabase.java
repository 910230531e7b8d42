package org.tenantry.gateway.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file in a directory of its own. */
final class SqliteDatabase implements TestDatabase {
    private final Path directory;

    private SqliteDatabase(Path directory) {
        this.directory = directory;
    }

    static SqliteDatabase create() {
        try {
            return new SqliteDatabase(Files.createTempDirectory("tenantry-store-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return directory.resolve("store.db");
    }

    @Override
    public StoreSettings settings() {
        return StoreSettings.sqlite(file());
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    /** The bytes of the file and of its log. The index of the log is memory that is shared, and tells nothing. */
    @Override
    public String contents() {
        StringBuilder all = new StringBuilder();
        for (Path file : files()) {
            if (!file.toString().endsWith("-shm")) {
                all.append(file.getFileName()).append('\n').append(text(file));
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        for (Path file : files()) {
            delete(file);
        }
        delete(directory);
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
