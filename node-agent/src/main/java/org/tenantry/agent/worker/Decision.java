package org.tenantry.agent.worker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaState;

/**
 * What to do now, and what to say.
 *
 * @param steps independent of each other
 * @param states of every replica that is wanted or there
 * @param fronts the containers that answer the web, for gateways to send requests to
 * @param again when to decide again even if nothing happens
 * @param gone nothing of the instance is left in the engine, as was asked for
 */
record Decision(
        List<Step> steps,
        SortedMap<ReplicaKey, ReplicaState> states,
        Map<ReplicaKey, HeldContainer> fronts,
        Optional<Instant> again,
        boolean gone) {
    Decision {
        steps = List.copyOf(steps);
        states = new TreeMap<>(states);
        fronts = Map.copyOf(fronts);
    }
}
