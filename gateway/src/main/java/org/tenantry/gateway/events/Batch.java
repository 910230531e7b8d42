package org.tenantry.gateway.events;

import java.util.List;

/**
 * What changed since a cursor.
 *
 * @param next where to go on
 * @param reset whether the feed no longer reaches back that far: whoever follows reads everything again
 */
public record Batch(List<Event> events, Cursor next, boolean reset) {
    public Batch {
        events = List.copyOf(events);
    }
}
