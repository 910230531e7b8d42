package org.tenantry.gateway.instances;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.operation.OperationKind;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.operation.OperationStep;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.store.FormerState;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.Writing;

/**
 * Takes changes of instances that are there. One that may touch containers takes the place of whatever is under way, and falls
 * back to what was wanted before where it fails; one that took the place of an unfinished change falls back to where that one
 * would have. Any other leaves what is under way alone.
 */
record Changes(Store store, Orders orders) {
    private static final int ATTEMPTS = 5;

    /** Rendering takes its time, and writers come one after another: so it is done before, and again where it is too old. */
    Ordered change(Caller caller, InstanceId id, OptionalLong expected, InstanceChange change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Alteration alteration =
                    store.read(reading -> Alteration.prepare(reading, id, expected, change, orders.making()));
            Optional<Ordered> ordered = store.write(writing -> isCurrent(writing, alteration)
                    ? Optional.of(write(writing, caller, alteration))
                    : Optional.empty());
            if (ordered.isPresent()) {
                return ordered.get();
            }
        }
        throw TenantryException.of(
                ErrorCode.TOO_MANY, "instance " + id + " is being changed by others all the time; try again");
    }

    /** What the same change would come to; nothing is written. */
    Preview preview(InstanceId id, OptionalLong expected, InstanceChange change) {
        return store.read(
                reading -> Preview.of(Alteration.prepare(reading, id, expected, change, orders.making()), reading));
    }

    private static boolean isCurrent(Writing writing, Alteration alteration) {
        return Found.left(writing, alteration.former().id()).version()
                == alteration.former().version();
    }

    private Ordered write(Writing writing, Caller caller, Alteration alteration) {
        Optional<FormerState> former =
                alteration.touches() ? Optional.of(former(writing, alteration)) : Optional.empty();
        InstanceRow row = alteration.write(writing, orders.now());
        OperationRow beginning = begun(orders.beginning(OperationKind.CHANGE, row, caller), alteration)
                .withFormer(former);
        Orders.Deed deed = new Orders.Deed("change", Map.of("changed", String.join(", ", changed(alteration))));
        return former.isPresent()
                ? orders.begin(writing, caller, row, beginning, deed)
                : orders.beside(writing, caller, row, beginning, deed);
    }

    /** Where it fails: an unfinished change was not proven, so what that one would fall back to is the answer. */
    private static FormerState former(Writing writing, Alteration alteration) {
        InstanceRow row = alteration.former();
        return writing.operations().open(row.id()).stream()
                .filter(operation -> operation.state() == OperationState.RUNNING)
                .flatMap(operation -> operation.former().stream())
                .findFirst()
                .map(unproven -> unproven.alsoAffecting(alteration.differences().affected()))
                .orElseGet(() -> {
                    writing.secrets().keepFormer(row.id());
                    return new FormerState(
                            row.template(),
                            row.parameters(),
                            row.scale(),
                            alteration.differences().affected());
                });
    }

    /** Checked it is by now; where neither containers nor hosts are concerned, nothing is left to do. */
    private OperationRow begun(OperationRow beginning, Alteration alteration) {
        List<OperationStep> steps = new ArrayList<>();
        Optional<String> remarks =
                Optional.of(String.join("; ", alteration.remarks())).filter(text -> !text.isEmpty());
        steps.add(new OperationStep("check", OperationStep.State.DONE, remarks));
        if (alteration.touches()) {
            steps.add(pending("replace services"));
        }
        if (alteration.touches() || alteration.movesHosts()) {
            steps.add(pending("answer at its hosts"));
            return beginning.withSteps(steps, orders.now());
        }
        return beginning.withSteps(steps, orders.now()).withState(OperationState.SUCCEEDED, orders.now());
    }

    private static OperationStep pending(String name) {
        return new OperationStep(name, OperationStep.State.PENDING, Optional.empty());
    }

    /** The names of what is different; never a value, which may be a secret. */
    private static List<String> changed(Alteration alteration) {
        InstanceRow former = alteration.former();
        InstanceRow target = alteration.target();
        List<String> changed = new ArrayList<>();
        addWhere(changed, "name", !former.name().equals(target.name()));
        addWhere(changed, "template", !former.template().equals(target.template()));
        changedKeys(former.parameters(), target.parameters()).forEach(name -> changed.add("parameters." + name));
        changedKeys(alteration.formerSecrets(), alteration.secrets()).forEach(name -> changed.add("secrets." + name));
        changedKeys(former.scale(), target.scale()).forEach(name -> changed.add("scale." + name));
        addWhere(changed, "hosts", alteration.movesHosts());
        changedKeys(former.labels(), target.labels()).forEach(name -> changed.add("labels." + name));
        addWhere(changed, "note", !former.about().note().equals(target.about().note()));
        return changed;
    }

    private static void addWhere(List<String> changed, String name, boolean differs) {
        if (differs) {
            changed.add(name);
        }
    }

    private static <T> List<String> changedKeys(Map<String, T> before, Map<String, T> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .sorted()
                .toList();
    }
}
