package org.tenantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalTest {
    @TempDir
    Path home;

    @Test
    void startsAWholeGatewayAndRelaysRequests() throws Exception {
        Rehearsal.rehearse(home, 20);

        assertThat(home.resolve("gateway")).isDirectoryContaining("glob:**/store.db");
        assertThat(Files.readString(home.resolve("rehearsal.log"))
                        .lines()
                        .filter(line -> line.contains("\"status\":200,")))
                .hasSize(20);
    }
}
