package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MigrationsTest {
    @Test
    void namesTheNewestOfItsFiles() throws Exception {
        @Nullable URL files = Migrations.class.getResource("migrations");
        assertThat(files).isNotNull();

        try (Stream<Path> migrations = Files.list(Path.of(files.toURI()))) {
            Optional<MigrationVersion> newest = migrations
                    .map(file -> file.getFileName().toString())
                    .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__"))))
                    .max(MigrationVersion::compareTo);

            assertThat(newest).contains(Migrations.NEWEST);
        }
    }
}
