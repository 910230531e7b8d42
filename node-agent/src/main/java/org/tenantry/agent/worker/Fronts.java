package org.tenantry.agent.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.Endpoint;

/** What gateways were told of the containers of an instance that answer, or answered, the web. By the engine's ids; a value. */
record Fronts(Map<String, Front> all) {
    static final Fronts NONE = new Fronts(Map.of());

    Fronts {
        all = Map.copyOf(all);
    }

    /**
     * One container, as gateways know it.
     *
     * @param endpoint as it was told last
     * @param told whether the last report names it
     * @param round how often it was told anew: what was learnt of an earlier round says nothing of this one
     * @param left nobody has been there since it was told no more
     */
    record Front(Endpoint endpoint, boolean told, int round, boolean left) {}

    Optional<Front> of(String container) {
        return Optional.ofNullable(all.get(container));
    }

    boolean isTold(String container) {
        return of(container).filter(Front::told).isPresent();
    }

    /** These are reported now, and no others. */
    Fronts telling(Map<String, Endpoint> endpoints) {
        Map<String, Front> next = new HashMap<>(all);
        next.replaceAll((container, front) -> endpoints.containsKey(container) || !front.told()
                ? front
                : new Front(front.endpoint(), false, front.round(), false));
        endpoints.forEach((container, endpoint) -> next.merge(
                container,
                new Front(endpoint, true, 0, false),
                (known, fresh) -> new Front(endpoint, true, known.told() ? known.round() : known.round() + 1, false)));
        return new Fronts(next);
    }

    /** Nobody is there any more, as was found out in that round; that doesn't count where it was told again since. */
    Fronts left(String container, Endpoint endpoint, int round) {
        boolean counts = of(container)
                .map(front -> !front.told() && front.round() == round)
                .orElse(true);
        return counts ? with(container, new Front(endpoint, false, round, true)) : this;
    }

    /** Without those that are gone. */
    Fronts among(Set<String> containers) {
        Map<String, Front> next = new HashMap<>(all);
        next.keySet().retainAll(containers);
        return new Fronts(next);
    }

    private Fronts with(String container, Front front) {
        Map<String, Front> next = new HashMap<>(all);
        next.put(container, front);
        return new Fronts(next);
    }
}
