package org.tenantry.gateway.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next where the next page begins; empty on the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** A page from rows of which one more than the limit was read, so that the last page is known as such. */
    public static <R, T> Page<T> of(List<R> oneMore, int limit, Function<R, String> cursor, Function<R, T> item) {
        boolean more = oneMore.size() > limit;
        List<R> rows = more ? oneMore.subList(0, limit) : oneMore;
        return new Page<>(
                rows.stream().map(item).toList(), more ? Optional.of(cursor.apply(rows.getLast())) : Optional.empty());
    }
}
