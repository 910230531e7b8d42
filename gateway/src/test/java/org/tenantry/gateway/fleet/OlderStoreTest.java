package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Waiting;

/** Somebody puts an older copy of the store in the place of the current one. */
class OlderStoreTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void keepsAsideWhatItDoesNotKnowAndRunsWhatItKnows() throws IOException {
        assertThat(fleet.ended(fleet.create("known", FleetTemplates.PAIR))).isEqualTo("succeeded");
        String known = fleet.instance("known").path("id").asText();
        Path copy = copied();
        assertThat(fleet.ended(fleet.create("later", FleetTemplates.PAIR))).isEqualTo("succeeded");
        String later = fleet.instance("later").path("id").asText();

        putBack(copy);

        Waiting.until("what is not known rests", () -> rests(later));
        assertThat(of(later)).hasSize(2);
        assertThat(fleet.node().inventory().volumes()).hasSize(2);
        fleet.awaitObserved("known", "running");
        assertThat(of(known)).hasSize(2).allMatch(one -> one.state() instanceof ContainerState.Running);
    }

    @Test
    void isFollowedAlthoughAgentsHaveSeenLaterTerms() throws IOException {
        assertThat(fleet.ended(fleet.create("known", FleetTemplates.PAIR))).isEqualTo("succeeded");
        Path copy = copied();
        for (int start = 0; start < 3; start++) {
            fleet.stopGateway();
            fleet.startGateway();
            fleet.awaitSessions();
            assertThat(fleet.ended(fleet.create("later-" + start, FleetTemplates.PAIR)))
                    .isEqualTo("succeeded");
        }

        putBack(copy);

        assertThat(fleet.ended(fleet.stop("known"))).isEqualTo("succeeded");
        assertThat(fleet.ended(fleet.create("later", FleetTemplates.PAIR))).isEqualTo("succeeded");
        assertThat(fleet.node().inventory().volumes()).hasSize(5);
    }

    /** While nobody writes to it. */
    private Path copied() throws IOException {
        fleet.stopGateway();
        Path copy = Files.createDirectory(directory.resolve("copy"));
        for (Path file : storeFiles()) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        fleet.startGateway();
        fleet.awaitSessions();
        return copy;
    }

    private void putBack(Path copy) throws IOException {
        fleet.stopGateway();
        for (Path file : storeFiles()) {
            Files.delete(file);
        }
        try (var files = Files.list(copy)) {
            for (Path file : files.toList()) {
                Files.copy(file, own().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        fleet.startGateway();
        fleet.awaitSessions();
    }

    private List<Path> storeFiles() throws IOException {
        try (var files = Files.list(own())) {
            return files.filter(file -> file.getFileName().toString().startsWith("store.db"))
                    .toList();
        }
    }

    private Path own() {
        return fleet.gatewayHome().resolve("gateway");
    }

    private List<HeldContainer> of(String instance) {
        return fleet.node().inventory().containers().stream()
                .filter(one -> one.owner().instance().value().equals(instance))
                .toList();
    }

    private boolean rests(String instance) {
        return of(instance).stream().noneMatch(one -> one.state() instanceof ContainerState.Running);
    }
}
