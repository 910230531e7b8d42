package org.tenantry.agent.worker;

import java.util.List;
import java.util.Optional;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.ServiceName;

/** Which containers have to leave the web before they may be stopped: pure. */
final class Leaving {
    private Leaving() {}

    /** Those of the instance that still have to. */
    static List<HeldContainer> remaining(Situation situation) {
        return situation.seen().containers().stream()
                .filter(container -> !hasLeft(situation, container))
                .toList();
    }

    /**
     * Whether nobody can have anything to do there. What this agent never told may have been told by the one before it, where
     * it is a container of the web service.
     */
    static boolean hasLeft(Situation situation, HeldContainer container) {
        Optional<Fronts.Front> front = situation.memory().fronts().of(container.id());
        return !Situation.isUp(container)
                || front.map(Fronts.Front::left).orElseGet(() -> !facesTheWeb(situation, container));
    }

    /** Lets it leave; it must not be reported in the same decision. */
    static Step retire(Situation situation, HeldContainer container, Occasion occasion) {
        int round = situation
                .memory()
                .fronts()
                .of(container.id())
                .map(Fronts.Front::round)
                .orElse(0);
        return new Step.Retire(container.replica(), container.id(), occasion, round);
    }

    private static boolean facesTheWeb(Situation situation, HeldContainer container) {
        return web(situation.wish())
                        .filter(container.replica().service()::equals)
                        .isPresent()
                && Endpoints.address(container, situation.seen()).isPresent();
    }

    private static Optional<ServiceName> web(Wish wish) {
        return wish instanceof Wish.Follow(Assignment assignment)
                ? Optional.of(assignment.web().service())
                : Optional.empty();
    }
}
