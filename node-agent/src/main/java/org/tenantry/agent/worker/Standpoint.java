package org.tenantry.agent.worker;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.home.Assignments;
import org.tenantry.agent.home.Assignments.Place;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Order;

/**
 * The wish for one instance, on disk before anything is done for it. Guarded by its worker's lock.
 */
final class Standpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Standpoint.class);

    private final InstanceId instance;
    private final Assignments disk;
    private Wish wish;

    Standpoint(InstanceId instance, Assignments disk, Wish wish) {
        this.instance = instance;
        this.disk = disk;
        this.wish = wish;
    }

    /** The wish that a file on disk stands for. */
    static Wish of(Assignments.Kept kept) {
        Assignment assignment = kept.assignment();
        return switch (kept.place()) {
            case FOLLOWED -> Wish.of(assignment);
            case ASIDE -> new Wish.Aside(assignment.term(), assignment.version(), Optional.of(assignment));
            case REMOVING -> new Wish.Remove(assignment.term(), assignment.version());
        };
    }

    Wish wish() {
        return wish;
    }

    /** Takes an order; true where its assignment has to be fetched. */
    boolean take(Order order) {
        return switch (Verdicts.of(order, wish)) {
            case NOTHING -> false;
            case FETCH -> true;
            case RESUME -> resumed();
            case KEEP_ASIDE -> aside(order.term(), order.version());
            case REMOVE -> removed(order.term(), order.version());
            case REFUSED -> refused(order.verdict().word(), order.term());
        };
    }

    /** Takes an assignment; false where it is older than what is followed. */
    boolean take(Assignment assignment) {
        boolean older = wish instanceof Wish.Follow(Assignment followed)
                ? !assignment.supersedes(followed)
                : assignment.term().isOlderThan(wish.term());
        if (older) {
            return refused("assignment", assignment.term());
        }
        disk.put(assignment, Place.FOLLOWED);
        wish = Wish.of(assignment);
        LOG.info(
                "{}: follows version {} of term {}: {}",
                instance,
                assignment.version(),
                assignment.term(),
                assignment.goal().word());
        return true;
    }

    /** Forgets what is on disk, once nothing of the instance is left. */
    void forget() {
        disk.forget(instance);
    }

    private boolean resumed() {
        if (wish instanceof Wish.Aside aside && aside.assignment().isPresent()) {
            disk.move(instance, Place.ASIDE, Place.FOLLOWED);
            wish = Wish.of(aside.assignment().get());
            LOG.info("{}: is followed again", instance);
        }
        return false;
    }

    private boolean aside(Term term, long version) {
        disk.setAside(instance);
        wish = new Wish.Aside(term, version, assignment());
        LOG.info("{}: is stopped and kept aside", instance);
        return false;
    }

    private boolean removed(Term term, long version) {
        if (assignment().isPresent()) {
            disk.move(instance, place(), Place.REMOVING);
        }
        wish = new Wish.Remove(term, version);
        LOG.info("{}: is removed with everything that it has", instance);
        return false;
    }

    private boolean refused(String what, Term term) {
        LOG.warn("{}: {} of term {} was refused (expected: {} or newer)", instance, what, term, wish.term());
        return false;
    }

    private Optional<Assignment> assignment() {
        return switch (wish) {
            case Wish.Follow(Assignment assignment) -> Optional.of(assignment);
            case Wish.Aside aside -> aside.assignment();
            case Wish.Remove remove -> Optional.empty();
            case Wish.Undecided undecided -> Optional.empty();
        };
    }

    private Place place() {
        return wish instanceof Wish.Aside ? Place.ASIDE : Place.FOLLOWED;
    }
}
