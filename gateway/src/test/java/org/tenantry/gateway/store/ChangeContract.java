package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;
import static org.tenantry.gateway.store.Snapshot.assertListed;
import static org.tenantry.gateway.store.Snapshot.assertRead;
import static org.tenantry.gateway.store.Snapshot.assertSecrets;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.secret.Secret;

/** What changing an instance, locking it and taking it back need. */
interface ChangeContract extends StoreUnderTest {
    @Test
    default void keepsWhatPeopleSayOfAnInstance() {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));
        assertThat(acme.about()).isEqualTo(InstanceRow.About.NOTHING);

        InstanceRow said = store.write(writing -> writing.instances()
                .update(acme.withNote("bought in May\nby phone")
                        .withLock(Optional.of(new InstanceLock("the vote is on", "token:k-1", Rows.NOW)))
                        .withGoal(Goal.STOPPED)
                        .withRemoval(Optional.of(new Removal(Rows.NOW.plusSeconds(60), Goal.RUNNING)))));

        assertRead(store, reading -> reading.instances().require(acme.id())).isEqualTo(said);
        assertThat(said.removal()).isPresent();
        assertThat(said.withGoal(Goal.RUNNING).removal())
                .as("somebody started it who knows of no removals")
                .isEmpty();
        InstanceRow unsaid = store.write(writing -> writing.instances()
                .update(said.withNote("").withLock(Optional.empty()).withRemoval(Optional.empty())));
        assertRead(store, reading -> reading.instances().require(acme.id()).about())
                .isEqualTo(InstanceRow.About.NOTHING);
        assertThat(unsaid.about()).isEqualTo(InstanceRow.About.NOTHING);
    }

    @Test
    default void keepsWhatAChangeFallsBackTo() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        FormerState former = new FormerState(
                Rows.HELLO,
                new TreeMap<>(Map.of("title", "Grüße")),
                new TreeMap<>(Map.of("web", 2)),
                new TreeSet<>(List.of(new ServiceName("web"))));

        OperationRow begun = store.write(
                writing -> writing.operations().insert(change(acme).withFormer(Optional.of(former))));

        assertThat(begun.former()).contains(former);
        assertFound(store, reading -> reading.operations().find(begun.id())).contains(begun);
        OperationRow undoing = store.write(
                writing -> writing.operations().update(begun.withState(OperationState.UNDOING, Rows.NOW)));
        assertFound(store, reading -> reading.operations().find(begun.id())).contains(undoing);
        assertThat(undoing.former()).contains(former);
    }

    /** It would refuse to read a kind that it does not know, and with it everything else. */
    @Test
    default void theReleaseBeforeTakesAChangeForAStart() throws SQLException {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));
        store.write(writing -> writing.operations().insert(change(acme)));

        try (Connection connection = database().connect();
                Statement statement = connection.createStatement();
                ResultSet kinds = statement.executeQuery("SELECT kind FROM operations")) {
            assertThat(kinds.next()).isTrue();
            assertThat(kinds.getString(1)).isEqualTo("start");
        }
    }

    @Test
    default void keepsHostsInTheirOrderAndGivesOneBackToTheInstanceThatReleasedIt() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        InstanceRow globex = store.write(writing -> rows.written(writing, "globex"));
        CanonicalHost first = new CanonicalHost("b.example.org");
        CanonicalHost second = new CanonicalHost("a.example.org");
        store.write(writing -> {
            writing.hosts().insert(first, acme.id());
            return writing.hosts().insert(second, acme.id());
        });
        assertThat(hosts(store, acme)).containsExactly(first, second);

        store.write(writing -> {
            writing.hosts().arrange(acme.id(), List.of(second, first));
            writing.hosts().release(first);
            return true;
        });
        assertThat(hosts(store, acme)).containsExactly(second);
        Refusal.of(() -> store.write(writing -> {
                    writing.hosts().retake(first, globex.id());
                    return true;
                }))
                .is(ErrorCode.TAKEN, "host");

        store.write(writing -> {
            writing.hosts().retake(first, acme.id());
            return true;
        });
        assertThat(hosts(store, acme)).containsExactly(second, first);
        assertListed(store, reading -> reading.hosts().releasedUpTo(Long.MAX_VALUE))
                .isEmpty();
    }

    @Test
    default void reservesAHostUntilItsTimeIsOver() {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));
        CanonicalHost host = new CanonicalHost("acme.example.org");

        store.write(writing -> {
            writing.reservedHosts().put(host, acme.tenant(), Rows.NOW.plusSeconds(5));
            writing.reservedHosts().put(host, acme.tenant(), Rows.NOW.plus(Duration.ofDays(1)));
            writing.reservedHosts().removeUntil(Rows.NOW.plusSeconds(10));
            return true;
        });

        assertFound(store, reading -> reading.reservedHosts().holder(host, Rows.NOW.plusSeconds(10)))
                .contains(acme.tenant());
        assertFound(store, reading -> reading.reservedHosts().holder(host, Rows.NOW.plus(Duration.ofDays(1))))
                .isEmpty();
        store.write(writing -> {
            writing.reservedHosts().remove(host);
            return true;
        });
        assertFound(store, reading -> reading.reservedHosts().holder(host, Rows.NOW))
                .isEmpty();
    }

    @Test
    default void takesSecretsBackAsTheyWere() {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));
        store.write(writing -> {
            writing.secrets().put(acme.id(), "key", Secret.of("first-Wn5qkT"));
            writing.secrets().keepFormer(acme.id());
            writing.secrets().put(acme.id(), "key", Secret.of("second-Wn5qkT"));
            writing.secrets().put(acme.id(), "token", Secret.of("third-Wn5qkT"));
            return true;
        });
        assertThat(database().contents()).doesNotContain("Wn5qkT");

        store.write(writing -> {
            writing.secrets().takeFormer(acme.id());
            return true;
        });

        assertSecrets(store, reading -> reading.secrets().of(acme.id()))
                .containsOnlyKeys("key")
                .containsEntry("key", Secret.of("first-Wn5qkT"));
    }

    private static OperationRow change(InstanceRow instance) {
        return new OperationRow(
                new OperationId("o-aaaaaaaaaaaa"),
                OperationKind.CHANGE,
                instance.id(),
                instance.tenant(),
                OperationState.RUNNING,
                List.of(),
                Optional.empty(),
                "q-1",
                "admin",
                Rows.NOW,
                Rows.NOW,
                Optional.empty(),
                0);
    }

    private static List<CanonicalHost> hosts(Store store, InstanceRow instance) {
        return store.read(reading -> reading.hosts().of(instance.id())).stream()
                .map(HostRow::host)
                .toList();
    }
}
