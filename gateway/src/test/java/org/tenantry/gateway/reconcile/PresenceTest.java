package org.tenantry.gateway.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.gateway.store.GatewayRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;

class PresenceTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path directory;

    @Test
    @Timeout(60)
    void aGatewayThatHasNotHeardOfTheOthersYetTakesThemForBehind() throws Exception {
        SecureRandom random = new SecureRandom();
        SealingKey key = SealingKey.parse(SealingKey.generate(random), random);
        try (Store store =
                Store.open(StoreSettings.sqlite(directory.resolve("store.db")), key, CLOCK, new Ids(random))) {
            CountDownLatch asked = new CountDownLatch(1);
            Thread busy = occupy(store, asked);
            try (Presence presence = Presence.start(store, "g2", () -> 100, CLOCK, true)) {
                long before = presence.appliedEverywhere();
                asked.countDown();
                busy.join();

                assertThat(before).isNegative();
                while (presence.appliedEverywhere() != 5) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Another gateway's row is written, and nobody else writes until the latch is down. */
    private static Thread occupy(Store store, CountDownLatch until) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual()
                .start(() -> store.write(writing -> {
                    writing.gateways().put(new GatewayRow("g1", CLOCK.instant(), 5));
                    begun.countDown();
                    try {
                        until.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return until;
                }));
        begun.await();
        return thread;
    }
}
