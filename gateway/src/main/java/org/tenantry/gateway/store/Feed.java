package org.tenantry.gateway.store;

import java.util.List;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Reads the change feed. */
final class Feed {
    private Feed() {}

    static FeedPage after(Sql sql, long position, int limit) {
        long incarnation = sql.number("SELECT incarnation AS n FROM meta WHERE id = 1");
        long last = sql.number("SELECT last_position AS n FROM feed_counter WHERE id = 1");
        long first = sql.number("SELECT COALESCE(MIN(feed_position), ?) AS n FROM feed", last + 1);
        // A position from the future was given by another store: the follower knows things that never were.
        if (position + 1 < first || position > last) {
            return new FeedPage(incarnation, List.of(), true);
        }
        List<FeedEntry> entries = sql.list(
                Feed::shape,
                "SELECT feed_position, kind, thing_id, format FROM feed WHERE feed_position > ?"
                        + " ORDER BY feed_position LIMIT ?",
                position,
                limit);
        return new FeedPage(incarnation, entries, false);
    }

    private static FeedEntry shape(Row row) {
        if (row.number("format") > Changes.FORMAT) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "feed entry format",
                    Long.toString(row.number("format")),
                    Changes.FORMAT + " or older");
        }
        return new FeedEntry(row.number("feed_position"), row.word("kind", FeedKind::parse), row.text("thing_id"));
    }
}
