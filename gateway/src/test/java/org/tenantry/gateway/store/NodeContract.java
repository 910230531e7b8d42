package org.tenantry.gateway.store;

import static org.tenantry.gateway.store.Snapshot.assertFound;
import static org.tenantry.gateway.store.Snapshot.assertListed;
import static org.tenantry.gateway.store.Snapshot.assertRead;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.node.Term;

/** Nodes, placements and what nodes hold. */
interface NodeContract extends StoreUnderTest {
    @Test
    default void keepsANodeAsItWasWritten() {
        Store store = open();
        NodeRow node = store.write(writing -> writing.nodes().insert(new Rows(1).node("n1"), "hash-1"));

        NodeRow cordoned = store.write(writing -> writing.nodes().update(node.withCordoned(true)));

        assertRead(store, reading -> reading.nodes().require(node.id())).isEqualTo(cordoned);
        assertFound(store, reading -> reading.nodes().byName(node.name())).contains(cordoned);
        assertListed(store, reading -> reading.nodes().page(Optional.empty(), 5))
                .containsExactly(cordoned);
        Refusal.of(() -> store.write(writing -> writing.nodes().update(node)))
                .is(ErrorCode.VERSION_MISMATCH, "version");
        Refusal.of(() -> store.write(writing -> writing.nodes().insert(new Rows(2).node("n1"), "hash-2")))
                .is(ErrorCode.TAKEN, "name");
    }

    @Test
    default void hearsOfANodeWithoutCountingAChange() {
        Store store = open();
        NodeRow node = store.write(writing -> writing.nodes().insert(new Rows(1).node("n1"), "hash-1"));
        long position = store.read(Reading::position);

        store.write(writing -> {
            writing.nodes().seen(node.id(), Rows.NOW.plusSeconds(9));
            return true;
        });

        assertRead(store, reading -> reading.nodes().require(node.id()))
                .isEqualTo(node.withSeen(Rows.NOW.plusSeconds(9)));
        assertRead(store, Reading::position).isEqualTo(position);
    }

    @Test
    default void findsANodeByItsNewestCredentialOnly() {
        Store store = open();
        NodeRow node = store.write(writing -> writing.nodes().insert(new Rows(1).node("n1"), "hash-1"));
        assertFound(store, reading -> reading.nodes().byCredential("hash-1")).contains(node);

        store.write(writing -> {
            writing.nodes().credential(node.id(), "hash-2");
            return true;
        });

        assertFound(store, reading -> reading.nodes().byCredential("hash-1")).isEmpty();
        assertFound(store, reading -> reading.nodes().byCredential("hash-2")).contains(node);
        assertFound(store, reading -> reading.nodes().credential(node.id())).contains("hash-2");
    }

    @Test
    default void notesEveryNodeThatAnInstanceWasPlacedOn() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        NodeRow first = store.write(writing -> writing.nodes().insert(rows.node("n1"), "hash-1"));
        NodeRow second = store.write(writing -> writing.nodes().insert(rows.node("n2"), "hash-2"));

        PlacementRow placed = store.write(
                writing -> writing.placements().insert(new PlacementRow(acme.id(), first.id(), new Term(1, 7), 0)));
        PlacementRow moved = store.write(writing -> writing.placements()
                .update(new PlacementRow(acme.id(), second.id(), new Term(1, 8), placed.version())));

        assertFound(store, reading -> reading.placements().find(acme.id())).contains(moved);
        assertListed(store, reading -> reading.placements().of(first.id())).isEmpty();
        assertListed(store, reading -> reading.placements().of(second.id())).containsExactly(moved);
        assertListed(store, reading -> reading.holdings().of(acme.id()))
                .containsExactlyInAnyOrder(
                        new HoldingRow(acme.id(), first.id()), new HoldingRow(acme.id(), second.id()));
        Refusal.of(() -> store.write(writing -> writing.placements().update(placed)))
                .is(ErrorCode.VERSION_MISMATCH, "version");
        Refusal.of(() -> store.write(writing -> writing.placements().insert(placed)))
                .is(ErrorCode.TAKEN, "placement");
    }

    @Test
    default void forgetsPlacementsAndHoldingsApart() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        NodeRow node = store.write(writing -> writing.nodes().insert(rows.node("n1"), "hash-1"));
        PlacementRow placed = store.write(
                writing -> writing.placements().insert(new PlacementRow(acme.id(), node.id(), new Term(1, 7), 0)));

        store.write(writing -> {
            writing.placements().remove(placed);
            return true;
        });
        assertListed(store, reading -> reading.placements().all()).isEmpty();
        assertListed(store, reading -> reading.holdings().of(node.id())).hasSize(1);

        store.write(writing -> {
            writing.holdings().remove(acme.id(), node.id());
            return true;
        });
        assertListed(store, reading -> reading.holdings().all()).isEmpty();
    }
}
