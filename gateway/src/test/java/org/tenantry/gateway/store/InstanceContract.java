package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;
import static org.tenantry.gateway.store.Snapshot.assertListed;
import static org.tenantry.gateway.store.Snapshot.assertRead;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.common.template.TemplateRef;

/** Instances, their hosts and operations. */
interface InstanceContract extends StoreUnderTest {
    @Test
    default void keepsAnInstanceAsItWasWritten() {
        Store store = open();
        InstanceRow written = store.write(writing -> new Rows(1).written(writing, "acme"));

        InstanceRow changed = store.write(writing -> writing.instances()
                .update(written.withGoal(Goal.STOPPED)
                        .withName(new InstanceName("acme2"))
                        .withScale(Map.of("web", 5))
                        .withLabels(Map.of())));

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.parameters()).containsEntry("greeting", "Grüß Gott, \"friend\"");
        assertRead(store, reading -> reading.instances().require(written.id())).isEqualTo(changed);
        Refusal.of(() -> store.write(writing -> writing.instances().update(written)))
                .is(ErrorCode.VERSION_MISMATCH, "version");
    }

    @Test
    default void givesAnInstancesNameAgainWhenItsGoalIsAbsent() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow former = store.write(writing -> rows.written(writing, "acme"));
        TenantRow globex = store.write(writing -> writing.tenants().insert(rows.tenant("globex")));

        Refusal.of(() -> store.write(writing -> writing.instances().insert(rows.instance(globex, "acme"))))
                .is(ErrorCode.TAKEN, "name");

        InstanceRow absent = store.write(writing -> writing.instances().update(former.withGoal(Goal.ABSENT)));
        InstanceRow next = store.write(writing -> writing.instances().insert(rows.instance(globex, "acme")));
        assertFound(store, reading -> reading.instances().byName(former.name())).contains(next);
        Refusal.of(() -> store.write(writing -> writing.instances().update(absent.withGoal(Goal.RUNNING))))
                .is(ErrorCode.TAKEN, "name");
    }

    @Test
    default void refusesAnInstanceOfAnUnknownTenantOrTemplate() {
        Store store = open();
        Rows rows = new Rows(1);
        TenantRow acme = rows.tenant("acme");
        store.write(writing -> writing.templates().add(rows.hello()));

        Refusal.of(() -> store.write(writing -> writing.instances().insert(rows.instance(acme, "acme"))))
                .is(ErrorCode.NOT_FOUND, "tenant");
        store.write(writing -> writing.tenants().insert(acme));
        InstanceRow other = rows.instance(acme, "acme").withTemplate(TemplateRef.parse("hello@9.9"));
        Refusal.of(() -> store.write(writing -> writing.instances().insert(other)))
                .is(ErrorCode.NOT_FOUND, "template")
                .says("hello@9.9");
    }

    @Test
    default void listsInstancesUntilNothingIsLeftOfThem() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        InstanceRow globex = store.write(writing -> rows.written(writing, "globex"));

        InstanceRow absent = store.write(writing -> writing.instances().update(acme.withGoal(Goal.ABSENT)));

        assertListed(store, reading -> reading.instances().left()).containsExactlyInAnyOrder(absent, globex);
        assertRead(store, reading -> reading.instances().count(acme.tenant())).isEqualTo(0L);
        assertListed(store, reading -> reading.instances().page(acme.tenant(), Optional.empty(), 10))
                .containsExactly(absent);
        InstanceRow gone = store.write(writing -> writing.instances().update(absent.withGoneAt(Rows.NOW)));
        assertListed(store, reading -> reading.instances().left()).containsExactly(globex);
        assertListed(store, reading -> reading.instances().page(Optional.empty(), 10))
                .containsExactly(globex);
        assertFound(store, reading -> reading.instances().find(acme.id())).contains(gone);
    }

    @Test
    default void givesAHostToOneInstanceUntilItsReleaseIsForgotten() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        InstanceRow globex = store.write(writing -> rows.written(writing, "globex"));
        CanonicalHost host = new CanonicalHost("acme.example.org");

        HostRow row = store.write(writing -> writing.hosts().insert(host, acme.id()));

        assertThat(row).isEqualTo(new HostRow(host, acme.id(), acme.tenant(), Optional.empty()));
        assertListed(store, reading -> reading.hosts().of(acme.id())).containsExactly(row);
        Refusal.of(() -> store.write(writing -> writing.hosts().insert(host, globex.id())))
                .is(ErrorCode.TAKEN, "host")
                .says("acme.example.org");
        Refusal.of(() -> store.write(writing -> {
                    writing.hosts().remove(host);
                    return true;
                }))
                .is(ErrorCode.CONFLICT, "host");

        store.write(writing -> {
            writing.hosts().release(host);
            return true;
        });
        long released = store.read(Reading::position);
        assertThat(store.read(reading -> reading.hosts().find(host))
                        .orElseThrow()
                        .releasedAt())
                .contains(released);
        assertListed(store, reading -> reading.hosts().held()).isEmpty();
        assertListed(store, reading -> reading.hosts().releasedUpTo(released - 1))
                .isEmpty();
        assertListed(store, reading -> reading.hosts().releasedUpTo(released)).hasSize(1);
        Refusal.of(() -> store.write(writing -> writing.hosts().insert(host, globex.id())))
                .is(ErrorCode.TAKEN, "host");

        store.write(writing -> {
            writing.hosts().remove(host);
            return writing.hosts().insert(host, globex.id());
        });
        assertListed(store, reading -> reading.hosts().of(globex.id())).hasSize(1);
    }

    @Test
    default void keepsAnOperationAndWhyItFailed() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        OperationRow begun = store.write(writing -> writing.operations().insert(rows.operation(acme, Rows.NOW)));
        OperationFailure failure = new OperationFailure(
                "invalid",
                "the image does not exist",
                Optional.of("services.web.image"),
                Map.of("came", "nope:1"),
                List.of(new ServiceFailure(
                        new ServiceName("web"), 1, new Failure("exited", OptionalInt.of(3), List.of("one", "two")))));

        OperationRow failed = store.write(writing -> writing.operations()
                .update(begun.withSteps(
                                List.of(new OperationStep(
                                        "place", OperationStep.State.FAILED, Optional.of("no node fits"))),
                                Rows.NOW)
                        .withFailure(failure, Rows.NOW)
                        .withState(OperationState.FAILED, Rows.NOW.plusSeconds(5))));

        assertFound(store, reading -> reading.operations().find(begun.id())).contains(failed);
        assertThat(failed.ended()).contains(Rows.NOW.plusSeconds(5));
        assertListed(store, reading -> reading.operations().open()).isEmpty();
        Refusal.of(() -> store.write(writing -> writing.operations().update(begun)))
                .is(ErrorCode.VERSION_MISMATCH, "version");
    }

    @Test
    default void pagesOperationsFromTheNewest() {
        Store store = open();
        Rows rows = new Rows(1);
        InstanceRow acme = store.write(writing -> rows.written(writing, "acme"));
        InstanceRow globex = store.write(writing -> rows.written(writing, "globex"));
        List<OperationRow> written = store.write(writing -> java.util.stream.IntStream.range(0, 6)
                .mapToObj(i -> writing.operations()
                        .insert(rows.operation(i % 2 == 0 ? acme : globex, Rows.NOW.plus(Duration.ofNanos(i)))))
                .toList());

        List<OperationRow> first = store.read(reading -> reading.operations().page(Optional.empty(), 4));
        List<OperationRow> second = store.read(
                reading -> reading.operations().page(Optional.of(first.getLast().id()), 4));

        assertThat(first).containsExactlyElementsOf(written.reversed().subList(0, 4));
        assertThat(second).containsExactlyElementsOf(written.reversed().subList(4, 6));
        assertListed(store, reading -> reading.operations().page(acme.tenant(), Optional.empty(), 10))
                .containsExactly(written.get(4), written.get(2), written.get(0));
        assertListed(store, reading -> reading.operations().page(globex.id(), Optional.empty(), 1))
                .containsExactly(written.get(5));
        assertListed(store, reading -> reading.operations().open(acme.id()))
                .containsExactly(written.get(0), written.get(2), written.get(4));
    }
}
