package org.tenantry.gateway.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one transaction changed. Written to the feed as the last thing before the commit: the update of the counter's one row
 * holds its lock to the end, so that the order of numbers is the order of commits and a follower that has seen a position has
 * seen every one before it. A sequence would not do: its numbers become visible in any order.
 */
final class Changes {
    /** The format of what is written to the feed. */
    static final int FORMAT = 1;

    private record Thing(FeedKind kind, String id) {}

    private final Sql sql;
    private final Map<Thing, Long> positions = new LinkedHashMap<>();
    private OptionalLong before = OptionalLong.empty();

    Changes(Sql sql) {
        this.sql = sql;
    }

    /** Notes a change and answers the position that it will have: writers come one after another, so it is known already. */
    long add(FeedKind kind, String id) {
        if (before.isEmpty()) {
            before = OptionalLong.of(sql.number("SELECT last_position AS n FROM feed_counter WHERE id = 1"));
        }
        long next = before.getAsLong() + positions.size() + 1;
        return positions.computeIfAbsent(new Thing(kind, id), thing -> next);
    }

    boolean isEmpty() {
        return positions.isEmpty();
    }

    /** Writes the feed, keeping so many entries. */
    void write(int retention) {
        if (isEmpty()) {
            return;
        }
        positions.forEach((thing, position) -> sql.run(
                "INSERT INTO feed (feed_position, kind, thing_id, format) VALUES (?, ?, ?, ?)",
                position,
                thing.kind().word(),
                thing.id(),
                FORMAT));
        long last = before.orElseThrow() + positions.size();
        sql.run("DELETE FROM feed WHERE feed_position <= ?", last - retention);
        int met = sql.run(
                "UPDATE feed_counter SET last_position = ? WHERE id = 1 AND last_position = ?",
                last,
                before.orElseThrow());
        if (met != 1) {
            throw new IllegalStateException("another transaction wrote to the change feed at the same time");
        }
    }
}
