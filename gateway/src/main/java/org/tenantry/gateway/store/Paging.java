package org.tenantry.gateway.store;

import java.util.Optional;

/** Where a page begins. */
final class Paging {
    private Paging() {}

    /** What every id is after, where nothing was given. */
    static String after(Optional<?> id) {
        return id.map(Object::toString).orElse("");
    }
}
