package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.common.tenant.TenantId;

/** What was acknowledged is there after kill -9 of the process that wrote it, and the store opens as if nothing had been. */
interface KillContract extends StoreUnderTest {
    @Test
    @Tag("system")
    default void keepsEverythingAcknowledgedThroughAKill() throws Exception {
        open().close();
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            acknowledged.addAll(acknowledgedBeforeKill(round, 40 + 25 * round));
        }

        Store store = open();

        List<String> kept = store.read(reading -> reading.tenants().page(java.util.Optional.empty(), 10_000)).stream()
                .map(TenantRow::id)
                .map(TenantId::value)
                .toList();
        assertThat(kept).containsAll(acknowledged);
        assertThat(store.changesAfter(0, 10_000).entries()).hasSameSizeAs(kept);
    }

    private List<String> acknowledgedBeforeKill(int round, int enough) throws Exception {
        Process writer = WritesForEver.start(database().settings(), round);
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines = writer.inputReader()) {
            String line = lines.readLine();
            while (line != null) {
                // Whole lines only: the last one may have been cut short.
                WritesForEver.acknowledged(line).ifPresent(acknowledged::add);
                if (acknowledged.size() == enough) {
                    // Not by the process: that would close its output too, with what it still says.
                    writer.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(enough);
        assertThat(writer.exitValue()).isEqualTo(128 + 9);
        return acknowledged;
    }
}
