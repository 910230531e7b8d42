package org.tenantry.gateway.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.NodeId;
import org.tenantry.gateway.instances.DesiredInstance;
import org.tenantry.gateway.scheduler.Candidate;
import org.tenantry.gateway.scheduler.Placing;
import org.tenantry.gateway.scheduler.Scheduler;
import org.tenantry.gateway.store.HostRow;

/**
 * Compares what is desired with what is observed. Pure: equal worlds give equal actions.
 *
 * <p>What it never does: move an instance that is placed (a stateful one is bound to its node until a person says that the
 * node is lost), or take silence for absence.
 */
final class Planner {
    private final Scheduler scheduler;
    private final Progress progress = new Progress();

    Planner(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    List<Action> plan(World world) {
        List<Action> actions = new ArrayList<>();
        Map<InstanceId, String> waits = place(world, actions);
        for (DesiredInstance instance : world.instances()) {
            instance.row()
                    .removal()
                    .filter(removal -> !removal.at().isAfter(world.now()))
                    .ifPresent(over -> actions.add(new Action.Remove(instance.id())));
            remove(world, instance, actions);
            release(world, instance, actions);
        }
        actions.addAll(progress.plan(world, waits));
        return actions;
    }

    /** Places what waits for a node; gives the reasons of those that wait on. */
    private Map<InstanceId, String> place(World world, List<Action> actions) {
        Map<InstanceId, String> waits = new HashMap<>();
        List<Candidate> nodes = world.nodes();
        for (DesiredInstance instance : world.instances()) {
            if (!instance.row().goal().runs() || instance.placement().isPresent()) {
                continue;
            }
            switch (scheduler.place(instance.demand(), nodes)) {
                case Placing.Chosen chosen -> {
                    actions.add(new Action.Place(instance.id(), chosen.node()));
                    nodes = Scheduler.after(chosen, instance.demand(), nodes);
                }
                case Placing.Waits waiting -> waits.put(instance.id(), waiting.reason());
            }
        }
        return waits;
    }

    private static void remove(World world, DesiredInstance instance, List<Action> actions) {
        if (instance.row().goal() != Goal.ABSENT || instance.row().goneAt().isPresent()) {
            return;
        }
        if (instance.holdings().isEmpty()) {
            actions.add(new Action.Forget(instance.id()));
        }
        for (NodeId node : instance.holdings()) {
            Optional<InstanceReport> report = world.sight().of(node, instance.id());
            if (report.filter(InstanceReport::gone).isPresent()) {
                actions.add(new Action.ConfirmGone(instance.id(), node));
            }
        }
    }

    /** Of one that is removed only once nothing is left: until then an old route somewhere would still find its containers. */
    private static void release(World world, DesiredInstance instance, List<Action> actions) {
        if (instance.row().goal() == Goal.ABSENT && instance.row().goneAt().isEmpty()) {
            return;
        }
        for (HostRow host : instance.hosts()) {
            if (host.releasedAt()
                    .filter(position -> position <= world.applied())
                    .isPresent()) {
                actions.add(new Action.ReleaseHost(host.host()));
            }
        }
    }
}
