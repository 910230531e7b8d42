package org.tenantry.gateway.paging;

import java.util.Optional;
import org.tenantry.common.error.TenantryException;

/**
 * Which page is wanted.
 *
 * @param after the cursor that the page before gave; empty for the first page
 * @param limit how many items at most
 */
public record PageRequest(Optional<String> after, int limit) {
    /** The most items of one page. */
    public static final int MOST = 200;

    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw TenantryException.invalid("limit", String.valueOf(limit), "1 to " + MOST);
        }
    }

    /** The first page of the usual size. */
    public static PageRequest first() {
        return new PageRequest(Optional.empty(), 50);
    }

    /** One more than asked for, which tells whether there is a next page. */
    public int oneMore() {
        return limit + 1;
    }
}
