package org.tenantry.agent.home;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.secret.SealingKey;

/**
 * What the agent was told of each instance, on disk, so that it goes on without any gateway, a reboot included. Which
 * directory a file lies in says what becomes of the instance.
 */
public final class Assignments {
    private final Map<Place, SealedFiles<Assignment>> places = new EnumMap<>(Place.class);

    /** What the agent does with an instance. */
    public enum Place {
        /** It follows the assignment. */
        FOLLOWED("assignments"),
        /** It keeps everything and runs nothing. */
        ASIDE("assignments/aside"),
        /** It is removing everything. */
        REMOVING("assignments/removing");

        private final String directory;

        Place(String directory) {
            this.directory = directory;
        }
    }

    /** An assignment and what is done with it. */
    public record Kept(Assignment assignment, Place place) {}

    Assignments(Path home, SealingKey key) {
        for (Place place : Place.values()) {
            places.put(
                    place,
                    new SealedFiles<>(
                                    home.resolve(place.directory),
                                    key,
                                    "assignment",
                                    Assignment.class,
                                    Assignment::protocol)
                            .prepared());
        }
    }

    /** Everything that can be read. */
    public Map<InstanceId, Kept> load() {
        Map<InstanceId, Kept> all = new TreeMap<>();
        for (Place place : Place.values()) {
            at(place)
                    .load()
                    .forEach((instance, assignment) ->
                            all.merge(instance, new Kept(assignment, place), Assignments::newer));
        }
        return all;
    }

    /** Keeps an assignment in its place, and nowhere else. */
    public void put(Assignment assignment, Place place) {
        at(place).put(assignment.instance(), assignment);
        for (Place other : Place.values()) {
            if (other != place) {
                at(other).remove(assignment.instance());
            }
        }
    }

    /** Moves an instance's assignment to another place. */
    public void move(InstanceId instance, Place from, Place to) {
        if (from != to) {
            at(from).moveTo(at(to), instance);
        }
    }

    /**
     * Keeps aside whatever there is of an instance, also where it was being removed: an agent that starts goes by these
     * files alone, and must not go on removing what it was told to keep.
     */
    public void setAside(InstanceId instance) {
        for (Place place : List.of(Place.REMOVING, Place.FOLLOWED)) {
            if (at(place).has(instance)) {
                move(instance, place, Place.ASIDE);
            }
        }
    }

    /** Removes what was kept of an instance. */
    public void forget(InstanceId instance) {
        for (Place place : Place.values()) {
            at(place).remove(instance);
        }
    }

    private SealedFiles<Assignment> at(Place place) {
        SealedFiles<Assignment> files = places.get(place);
        if (files == null) {
            throw new IllegalStateException("no directory for " + place);
        }
        return files;
    }

    /** A crash between writing the new place and clearing the old one leaves two files: the newer one was meant. */
    private static Kept newer(Kept one, Kept other) {
        return other.assignment().supersedes(one.assignment()) ? other : one;
    }
}
