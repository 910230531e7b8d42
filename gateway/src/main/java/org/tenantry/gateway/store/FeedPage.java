package org.tenantry.gateway.store;

import java.util.List;

/**
 * A piece of the change feed.
 *
 * @param incarnation of the store; a follower that knew another reads everything again
 * @param tooOld whether entries after the position asked for are no longer kept, or never were: the follower reads
 *     everything again and goes on from {@link Reading#position}
 */
public record FeedPage(long incarnation, List<FeedEntry> entries, boolean tooOld) {
    public FeedPage {
        entries = List.copyOf(entries);
    }
}
