package org.tenantry.agent.worker;

import java.util.Optional;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.node.Term;

/** What is to become of one instance on this node. */
sealed interface Wish {
    /** The term that it rests on. */
    Term term();

    /** The instance's version that it rests on. */
    long version();

    /** Do what the assignment says. */
    record Follow(Assignment assignment) implements Wish {
        @Override
        public Term term() {
            return assignment.term();
        }

        @Override
        public long version() {
            return assignment.version();
        }
    }

    /** Run nothing and keep everything; the assignment, where there is one, says how to stop. */
    record Aside(Term term, long version, Optional<Assignment> assignment) implements Wish {}

    /** Leave nothing. */
    record Remove(Term term, long version) implements Wish {}

    /** There is something of it and nobody said yet what to do: touch nothing. */
    record Undecided() implements Wish {
        @Override
        public Term term() {
            return Term.NONE;
        }

        @Override
        public long version() {
            return 0;
        }
    }

    /** The wish of an assignment: one whose goal is absent asks for removal. */
    static Wish of(Assignment assignment) {
        return assignment.goal() == Goal.ABSENT
                ? new Remove(assignment.term(), assignment.version())
                : new Follow(assignment);
    }

    /** Whether containers are meant to run, so that one that ends did so by itself. */
    default boolean runs() {
        return this instanceof Follow follow && follow.assignment().goal().runs();
    }
}
