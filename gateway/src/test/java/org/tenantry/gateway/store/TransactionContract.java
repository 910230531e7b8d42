package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tenantry.gateway.store.Snapshot.assertFound;
import static org.tenantry.gateway.store.Snapshot.assertListed;
import static org.tenantry.gateway.store.Snapshot.assertRead;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Transactions: whole or not at all, one after another, each reader in a snapshot of its own. */
interface TransactionContract extends StoreUnderTest {
    @Test
    default void changesNothingWhereTheWorkThrows() {
        Store store = open();
        TenantRow acme = new Rows(1).tenant("acme");

        assertThatThrownBy(() -> store.write(writing -> {
                    writing.tenants().insert(acme);
                    throw new IllegalStateException("half way");
                }))
                .hasMessage("half way");

        assertFound(store, reading -> reading.tenants().find(acme.id())).isEmpty();
        assertRead(store, Reading::position).isEqualTo(0L);
    }

    @Test
    default void letsOneOfTwoInterleavedChangesWin() {
        Store store = open();
        TenantRow acme = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));

        TenantRow seenByFirst = store.read(reading -> reading.tenants().require(acme.id()));
        TenantRow seenBySecond = store.read(reading -> reading.tenants().require(acme.id()));
        store.write(writing -> writing.tenants().update(seenBySecond.withTitle("second")));

        Refusal.of(() -> store.write(writing -> writing.tenants().update(seenByFirst.withTitle("first"))))
                .is(ErrorCode.VERSION_MISMATCH);
        assertThat(store.read(reading -> reading.tenants().require(acme.id())).title())
                .isEqualTo("second");
    }

    @Test
    default void losesNoUpdateOfManyAtOnce() throws Exception {
        Store store = open();
        TenantRow acme = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));

        Together.run(8, thread -> {
            for (int i = 0; i < 15; i++) {
                store.write(writing -> {
                    TenantRow row = writing.tenants().require(acme.id());
                    return writing.tenants().update(row.withTitle(row.title() + "."));
                });
            }
            return true;
        });

        TenantRow last = store.read(reading -> reading.tenants().require(acme.id()));
        assertThat(last.version()).isEqualTo(1 + 8 * 15);
        assertThat(last.title()).hasSize(acme.title().length() + 8 * 15);
    }

    @Test
    default void letsNoTwoPassACheckThatOnlyOneMayPass() throws Exception {
        Store store = open();
        TenantRow acme = store.write(writing -> {
            writing.templates().add(new Rows(1).hello());
            return writing.tenants().insert(new Rows(1).tenant("acme"));
        });

        List<Boolean> created = Together.run(
                8,
                thread -> store.write(writing -> {
                    if (writing.instances().count(acme.id()) >= 3) {
                        return false;
                    }
                    writing.instances().insert(new Rows(100 + thread).instance(acme, "acme-" + thread));
                    return true;
                }));

        assertThat(created).filteredOn(Boolean::booleanValue).hasSize(3);
        assertListed(store, reading -> reading.instances().left()).hasSize(3);
    }

    @Test
    default void givesOneNameToOneOfManyAtOnce() throws Exception {
        Store store = open();

        List<Boolean> created = Together.run(8, thread -> {
            try {
                store.write(writing -> writing.tenants().insert(new Rows(100 + thread).tenant("acme")));
                return true;
            } catch (TenantryException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.TAKEN);
                return false;
            }
        });

        assertThat(created).filteredOn(Boolean::booleanValue).hasSize(1);
    }

    @Test
    default void readsOneSnapshotWhileOthersCommit() {
        Store store = open();
        TenantRow acme = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));

        List<String> titles = store.read(reading -> {
            String before = reading.tenants().require(acme.id()).title();
            store.write(writing -> writing.tenants().update(acme.withTitle("changed meanwhile")));
            return List.of(before, reading.tenants().require(acme.id()).title());
        });

        assertThat(titles).containsExactly("acme Inc.", "acme Inc.");
        assertThat(store.read(reading -> reading.tenants().require(acme.id())).title())
                .isEqualTo("changed meanwhile");
    }

    @Test
    default void tellsListenersOfCommittedChangesOnly() {
        Store store = open();
        AtomicInteger heard = new AtomicInteger();
        store.onCommit(() -> {
            throw new IllegalStateException("a listener that fails");
        });
        store.onCommit(() -> heard.addAndGet(store.read(
                reading -> reading.tenants().page(java.util.Optional.empty(), 5).size())));

        store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));
        store.write(writing -> "no change");
        Refusal.of(() -> store.write(writing -> writing.tenants().insert(new Rows(2).tenant("acme"))))
                .is(ErrorCode.TAKEN);

        assertThat(heard).hasValue(1);
    }
}
