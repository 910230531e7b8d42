package org.tenantry.agent.worker;

import org.tenantry.common.instance.Assignment;
import org.tenantry.common.protocol.Order;

/** What an order means for an instance of which there already is a wish: pure. */
enum Verdicts {
    /** It is followed already. */
    NOTHING,
    /** Its assignment has to be fetched. */
    FETCH,
    /** Its assignment is here, kept aside, and is followed again. */
    RESUME,
    KEEP_ASIDE,
    REMOVE,
    /** It comes from an older term than what is followed. */
    REFUSED;

    static Verdicts of(Order order, Wish wish) {
        if (order.term().isOlderThan(wish.term())) {
            return REFUSED;
        }
        return switch (order.verdict()) {
            case FOLLOW -> follow(order, wish);
            case KEEP_ASIDE -> wish instanceof Wish.Aside && isCovered(order, wish) ? NOTHING : KEEP_ASIDE;
            case REMOVE -> wish instanceof Wish.Remove && isCovered(order, wish) ? NOTHING : REMOVE;
        };
    }

    private static Verdicts follow(Order order, Wish wish) {
        return switch (wish) {
            case Wish.Follow(Assignment assignment) -> isCovered(order, assignment) ? NOTHING : FETCH;
            case Wish.Aside aside ->
                aside.assignment()
                        .filter(assignment -> isCovered(order, assignment))
                        .map(assignment -> RESUME)
                        .orElse(FETCH);
            case Wish.Remove remove -> FETCH;
            case Wish.Undecided undecided -> FETCH;
        };
    }

    private static boolean isCovered(Order order, Wish wish) {
        int byTerm = wish.term().compareTo(order.term());
        return byTerm > 0 || (byTerm == 0 && wish.version() >= order.version());
    }

    private static boolean isCovered(Order order, Assignment assignment) {
        int byTerm = assignment.term().compareTo(order.term());
        return byTerm > 0 || (byTerm == 0 && assignment.version() >= order.version());
    }
}
