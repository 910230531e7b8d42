package org.tenantry.agent.worker;

import java.util.Optional;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.node.Term;

/**
 * What to do next with one instance: pure, total, and level-triggered, so that it doesn't matter what was done or lost
 * before. Every step whose conditions hold is in the answer.
 */
final class NextStep {
    private NextStep() {}

    static Decision decide(Situation situation) {
        return switch (situation.wish()) {
            case Wish.Follow(Assignment assignment) -> follow(situation, assignment);
            case Wish.Aside(Term term, long version, Optional<Assignment> assignment) ->
                new Descent(situation).aside(assignment);
            case Wish.Remove remove -> new Descent(situation).remove();
            case Wish.Undecided undecided -> new Descent(situation).untouched();
        };
    }

    private static Decision follow(Situation situation, Assignment assignment) {
        return switch (assignment.goal()) {
            case RUNNING -> new Ascent(situation, assignment).decide();
            case SLEEPING, STOPPED -> new Descent(situation).rest(assignment);
            case ABSENT -> new Descent(situation).remove();
        };
    }
}
