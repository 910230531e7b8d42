package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.node.Term;

/** The lease: one leader at a time, by the database's clock, and no write of one that is over. */
interface LeaseContract extends StoreUnderTest {
    Duration LONG = Duration.ofHours(1);
    Duration SHORT = Duration.ofMillis(200);

    @Test
    default void givesTheLeaseToOneHolder() {
        Store store = open();

        Lease lease = store.acquireOrRenewLease("g1", LONG).orElseThrow();

        assertThat(lease).isEqualTo(new Lease("g1", new Term(store.incarnation(), 1), LONG));
        assertThat(store.acquireOrRenewLease("g2", LONG)).isEmpty();
        assertThat(store.acquireOrRenewLease("g1", LONG)).contains(lease);
    }

    @Test
    default void givesALeaseThatIsOverToAnotherWithTheNextTerm() {
        Store store = open();
        Lease first = store.acquireOrRenewLease("g1", SHORT).orElseThrow();

        Lease second = wonBy(store, "g2");

        assertThat(second.term())
                .isEqualTo(new Term(store.incarnation(), first.term().number() + 1));
        assertThat(store.acquireOrRenewLease("g1", LONG)).isEmpty();
    }

    @Test
    default void refusesTheWriteOfAFormerLeader() {
        Store store = open();
        TenantRow acme = new Rows(1).tenant("acme");
        Lease first = store.acquireOrRenewLease("g1", SHORT).orElseThrow();
        Lease second = wonBy(store, "g2");

        Refusal.of(() -> store.writeAsLeader(first, writing -> writing.tenants().insert(acme)))
                .is(ErrorCode.STALE_TERM, "term");

        assertFound(store, reading -> reading.tenants().find(acme.id())).isEmpty();
        assertThat(store.writeAsLeader(second, writing -> writing.tenants().insert(acme))
                        .version())
                .isEqualTo(1);
    }

    @Test
    default void countsATermForEachReignEvenOfOneHolder() {
        Store store = open();
        Lease first = store.acquireOrRenewLease("g1", LONG).orElseThrow();

        store.releaseLease(first);
        Refusal.of(() -> store.writeAsLeader(first, writing -> "late")).is(ErrorCode.STALE_TERM);
        Lease second = store.acquireOrRenewLease("g1", LONG).orElseThrow();

        assertThat(second.term().number()).isEqualTo(2);
        store.releaseLease(first);
        assertThat(store.acquireOrRenewLease("g2", LONG)).isEmpty();
    }

    @Test
    default void letsNobodyLeadWhileALeadersTransactionRuns() throws Exception {
        Store store = open();
        Lease first = store.acquireOrRenewLease("g1", SHORT).orElseThrow();
        CountDownLatch tries = new CountDownLatch(1);
        TenantRow acme = new Rows(1).tenant("acme");

        CompletableFuture<Optional<TenantRow>> seenByNext = store.writeAsLeader(first, writing -> {
            writing.tenants().insert(acme);
            CompletableFuture<Optional<TenantRow>> next = CompletableFuture.supplyAsync(
                    () -> {
                        tries.countDown();
                        wonBy(store, "g2");
                        return store.read(reading -> reading.tenants().find(acme.id()));
                    },
                    Thread::startVirtualThread);
            waitForEndOf(SHORT, tries);
            return next;
        });

        assertThat(seenByNext.get(1, TimeUnit.MINUTES)).isPresent();
    }

    @Test
    default void beginsTermsAnewInAnotherIncarnation() throws Exception {
        Store store = open();
        Lease former = store.acquireOrRenewLease("g1", LONG).orElseThrow();

        try (Connection restore = database().connect();
                Statement statement = restore.createStatement()) {
            statement.execute("UPDATE meta SET incarnation = 2");
        }

        Lease lease = store.acquireOrRenewLease("g2", LONG).orElseThrow();
        assertThat(lease.term()).isEqualTo(new Term(2, 1));
        assertThat(former.term().isOlderThan(lease.term())).isTrue();
        Refusal.of(() -> store.writeAsLeader(former, writing -> "late")).is(ErrorCode.STALE_TERM);
        assertThat(store.changesAfter(0, 1).incarnation()).isEqualTo(2);
    }

    @Test
    default void givesTheLeaseToOneOfManyAtOnce() throws Exception {
        Store store = open();

        List<Optional<Lease>> answers = Together.run(8, thread -> store.acquireOrRenewLease("g" + thread, LONG));

        assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
    }

    private static Lease wonBy(Store store, String holder) {
        Lease[] won = new Lease[1];
        Eventually.until(holder + " has the lease", () -> {
            store.acquireOrRenewLease(holder, LONG).ifPresent(lease -> won[0] = lease);
            return won[0] != null;
        });
        return won[0];
    }

    private static void waitForEndOf(Duration ttl, CountDownLatch tries) {
        long start = System.nanoTime();
        Eventually.until(
                "the lease is over", () -> tries.getCount() == 0 && System.nanoTime() - start > 2 * ttl.toNanos());
    }
}
