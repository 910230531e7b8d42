package org.tenantry.gateway.edge;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.gateway.edge.admission.Room;

/**
 * The requests of one event loop that wait for their instances, each instance's in the order in which they came. Confined to
 * its event loop; what it shares with the others is the {@link Room} of an instance.
 */
final class Holds {
    private static final Availability GONE = new Availability.Away(Availability.Reason.UNREACHABLE);

    private static final long BETWEEN_RELEASES_MILLIS = 5;

    private final LoopContext loop;
    private final Map<InstanceId, LinkedHashSet<Reception>> lines = new HashMap<>();
    private boolean scheduled;

    Holds(LoopContext loop) {
        this.loop = loop;
    }

    /** Whether requests that came earlier wait for the instance: nobody overtakes them. */
    boolean isWaitedFor(InstanceId instance) {
        return !lines.isEmpty() && lines.containsKey(instance);
    }

    /**
     * Lets a request wait; null where there is no room for it, or no time left.
     *
     * @param again whether it has waited before: then it is the oldest
     */
    @Nullable
    Room add(Reception request, Route route, long bytes, boolean again) {
        Hold rules = route.rules().hold();
        long most = rules.time().toNanos();
        Room room = room(route.instance(), most);
        if (room.age(loop.nanos()) >= most || !room.enter(bytes, rules.requests(), rules.bytes())) {
            return null;
        }
        LinkedHashSet<Reception> line = lines.computeIfAbsent(route.instance(), id -> new LinkedHashSet<>());
        if (again) {
            line.addFirst(request);
        } else {
            line.addLast(request);
        }
        return room;
    }

    private Room room(InstanceId instance, long silence) {
        long now = loop.nanos();
        Room room = loop.shared.rooms.compute(
                instance, (id, known) -> known == null || known.isForgotten(now, silence) ? new Room(now) : known);
        room.ask(now);
        return room;
    }

    /** A request waits no longer. */
    void remove(Reception request, InstanceId instance) {
        LinkedHashSet<Reception> line = lines.get(instance);
        if (line != null) {
            line.remove(request);
            forget(instance, line);
        }
    }

    private void forget(InstanceId instance, LinkedHashSet<Reception> line) {
        if (line.isEmpty()) {
            lines.remove(instance, line);
        }
    }

    /** Lets everybody go who need not wait any longer, or may not. */
    void check() {
        // Whoever is let go may make another wait, here as well.
        for (InstanceId instance : lines.keySet().toArray(InstanceId[]::new)) {
            LinkedHashSet<Reception> line = lines.get(instance);
            if (line != null) {
                check(line);
                forget(instance, line);
            }
        }
    }

    private void check(LinkedHashSet<Reception> line) {
        boolean goesOn = true;
        while (goesOn && !line.isEmpty()) {
            goesOn = goes(line.getFirst(), line);
        }
    }

    /** Lets the oldest go, if it can. */
    private boolean goes(Reception oldest, LinkedHashSet<Reception> line) {
        Optional<RouteTable.Entry> by = oldest.now();
        Availability now = by.map(entry -> entry.route().availability()).orElse(GONE);
        switch (now) {
            case Availability.Serving serving -> {
                if (!oldest.isDue(by) || !oldest.isReleased()) {
                    soon();
                    return false;
                }
                line.remove(oldest);
                by.ifPresent(oldest::resume);
            }
            case Availability.Holding holding -> {
                if (!oldest.isLate()) {
                    return false;
                }
                line.remove(oldest);
                oldest.giveUp(holding);
            }
            case Availability.Away away -> {
                line.remove(oldest);
                oldest.giveUp(away);
            }
        }
        return true;
    }

    private void soon() {
        if (!scheduled) {
            scheduled = true;
            loop.loop.schedule(
                    () -> {
                        scheduled = false;
                        check();
                    },
                    BETWEEN_RELEASES_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }
}
