package org.tenantry.agent.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.agent.runtime.Owner;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;

class OwnTableTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final String TABLE = OwnTable.name(Samples.CLUSTER);

    private final FakePacketFilter filter = new FakePacketFilter();
    private final AtomicReference<Set<Subnet>> resolvers = new AtomicReference<>(Set.of());
    private AutoCloseable open = () -> {};

    @AfterEach
    void close() throws Exception {
        open.close();
    }

    @Test
    void knowsWhatRunsAlreadyBeforeItReplacesAnything() {
        OwnTable table = started(NEVER, List.of(network("tn-old")));

        table.cover(List.of(network("tn-new")));

        assertThat(listing()).contains("tn-old", "tn-new");
    }

    @Test
    void coversBeforeItAnswersAndOnlyOnce() {
        OwnTable table = started(NEVER, List.of());
        table.cover(List.of(network("tn-a")));
        int before = filter.replaced();

        table.cover(List.of(network("tn-a")));

        assertThat(listing()).contains("tn-a");
        assertThat(filter.replaced()).isEqualTo(before);
    }

    @Test
    void putsBackWhatSomebodyFlushedOrChanged() {
        OwnTable table = started(SOON, List.of());
        table.cover(List.of(network("tn-a")));

        filter.flush();
        Waiting.until("it is back", () -> filter.listing(TABLE).isPresent());
        filter.replace(TABLE, "");
        Waiting.until("it is whole", () -> listing().contains("tn-a"));
    }

    @Test
    void followsTheMachinesNameServers() {
        started(SOON, List.of());

        resolvers.set(Set.of(Subnet.parse("10.0.0.2/32")));

        Waiting.until(
                "they are in reach",
                () -> filter.listing(TABLE)
                        .filter(text -> text.contains("10.0.0.2/32"))
                        .isPresent());
    }

    @Test
    void forgetsWhatWasRemovedAndNothingElse() {
        OwnTable table = started(NEVER, List.of(network("tn-a"), network("tn-b")));
        Waiting.until("both are covered", () -> filter.listing(TABLE).isPresent());

        table.forget(network("tn-a"));

        Waiting.until("one is forgotten", () -> !listing().contains("tn-a"));
        assertThat(listing()).contains("tn-b");
    }

    @Test
    void coversNothingWhileRulesCannotBeSetAndAllOfItAfterwards() {
        OwnTable table = started(SOON, List.of());
        table.cover(List.of(network("tn-a")));

        filter.flush();
        filter.breaks(true);
        Waiting.until("it is known that nothing is covered", () -> refuses(table, network("tn-a")));
        assertThat(refuses(table, network("tn-b"))).isTrue();

        filter.breaks(false);
        Waiting.until(
                "all is covered",
                () -> filter.listing(TABLE)
                        .filter(text -> text.contains("tn-a") && text.contains("tn-b"))
                        .isPresent());
    }

    @Test
    void coversNothingBeforeTheEngineHasSaidWhatItHolds() {
        OwnTable table = OwnTable.start(
                filter,
                Samples.CLUSTER,
                new OwnTable.Sources(
                        () -> {
                            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the engine is away");
                        },
                        Subnet.parse("10.208.0.0/12"),
                        Reach.usual(),
                        Set::of),
                NEVER);
        open = table;

        assertThatThrownBy(() -> table.cover(List.of(network("tn-a")))).hasMessageContaining("the engine is away");

        assertThat(filter.replaced()).isZero();
    }

    private static boolean refuses(OwnTable table, HeldNetwork network) {
        try {
            table.cover(List.of(network));
            return false;
        } catch (TenantryException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            return true;
        }
    }

    private String listing() {
        return filter.listing(TABLE).orElseThrow();
    }

    private OwnTable started(Duration interval, List<HeldNetwork> held) {
        OwnTable.Sources sources =
                new OwnTable.Sources(() -> held, Subnet.parse("10.208.0.0/12"), Reach.usual(), resolvers::get);
        OwnTable table = OwnTable.start(filter, Samples.CLUSTER, sources, interval);
        open = table;
        return table;
    }

    private static HeldNetwork network(String device) {
        Owner owner = new Owner(Samples.INSTANCE, new TenantId("t-aaaaaaaaaaaa"));
        return new HeldNetwork("id-" + device, owner, "default", Subnet.parse("10.208.0.0/26"), device, false);
    }
}
