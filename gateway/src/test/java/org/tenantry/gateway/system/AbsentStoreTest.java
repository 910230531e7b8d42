package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The edge never waits for the store, not even in a gateway that starts while the store is away. */
@Tag("system")
@Tag("docker")
@Tag("postgres")
final class AbsentStoreTest {
    @Test
    void aGatewayThatStartsWithoutItsStoreServesAndWaits() {
        try (PostgresServer store = PostgresServer.running();
                Machine machine = Machine.running(store)) {
            String id = machine.create("first", "acme", "hello");
            machine.gateway().kill();
            store.stop();

            machine.gateway().start();

            machine.await(
                    "its edge serves the tenant",
                    () -> machine.gateway()
                            .page("first.localhost", "/identity")
                            .body()
                            .contains(id));
            machine.await(
                    "it says what it misses", () -> machine.gateway().ready().contains("the store is not available"));
            assertThat(machine.gateway().probe("/readyz").status()).isEqualTo(503);
            assertThat(machine.gateway().probe("/healthz").status()).isEqualTo(200);
            Http.Answer refused = machine.gateway().probe("/api/v1/instances");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers())
                    .containsEntry("content-type", "application/problem+json")
                    .containsKey("retry-after");
            assertThat(refused.body()).contains("unavailable", "store");

            store.start();

            machine.awaitReady();
            assertThat(machine.gateway().probe("/readyz").status()).isEqualTo(200);
            assertThat(machine.engine().containers(id)).hasSize(1);
            String second = machine.create("second", "acme", "hello");
            machine.awaitPage("second.localhost");
            machine.remove(second);
        }
    }

    @Test
    void aGatewayThatWaitsForItsStoreEndsInGoodOrder() {
        try (PostgresServer store = PostgresServer.running();
                Machine machine = Machine.running(store)) {
            machine.gateway().kill();
            store.stop();
            machine.gateway().start();
            machine.await("it waits", () -> machine.gateway().probe("/healthz").status() == 200);

            machine.gateway().stop();

            assertThat(machine.gateway().program().orElseThrow().exit()).isEqualTo(128 + 15);
            store.start();
        }
    }
}
