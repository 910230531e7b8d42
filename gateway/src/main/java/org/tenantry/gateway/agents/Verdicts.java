package org.tenantry.gateway.agents;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.Verdict;
import org.tenantry.gateway.instances.DesiredInstance;

/**
 * Says for everything that concerns one node what its agent is to do with it. Pure.
 *
 * <p>Only an instance whose goal is absent is ever removed, also where it came back after everybody had confirmed that it is
 * gone: an engine may finish late what it was asked for. One that is unknown here, or lives elsewhere, is kept aside: a
 * database that was restored from last week must not cost anybody's data.
 */
final class Verdicts {
    private Verdicts() {}

    /**
     * The whole set for a node.
     *
     * @param term the leader's, as the agent will compare it
     * @param concerned every instance that the node holds or ever held, and every one placed on it; of one that is named
     *     twice the later counts
     * @param held what the agent says it has
     */
    static Orders of(Term term, NodeId node, Collection<DesiredInstance> concerned, List<Held> held) {
        Map<InstanceId, Order> orders = new HashMap<>();
        for (Held one : held) {
            orders.put(one.instance(), new Order(one.instance(), one.term(), one.version(), Verdict.KEEP_ASIDE));
        }
        for (DesiredInstance instance : concerned) {
            if (instance.holdings().contains(node) || orders.containsKey(instance.id())) {
                Term told = Optional.ofNullable(orders.get(instance.id()))
                        .map(Order::term)
                        .orElse(Term.NONE);
                orders.put(instance.id(), on(node, instance, told));
            }
        }
        return new Orders(term, List.copyOf(orders.values()));
    }

    /** @param told the agent's own term of it, which counts where nobody has placed it any more */
    private static Order on(NodeId node, DesiredInstance instance, Term told) {
        Term placed = instance.placement().map(placement -> placement.term()).orElse(told);
        boolean here = instance.placement()
                .filter(placement -> placement.node().equals(node))
                .isPresent();
        return new Order(instance.id(), placed, instance.row().version(), verdict(instance, here));
    }

    private static Verdict verdict(DesiredInstance instance, boolean here) {
        if (instance.row().goal() == Goal.ABSENT) {
            return Verdict.REMOVE;
        }
        return here ? Verdict.FOLLOW : Verdict.KEEP_ASIDE;
    }
}
