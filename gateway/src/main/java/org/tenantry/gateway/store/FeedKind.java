package org.tenantry.gateway.store;

import java.util.Locale;
import org.tenantry.common.error.TenantryException;

/** What a change is of. */
public enum FeedKind {
    TENANT,
    TEMPLATE,
    INSTANCE,
    HOST,
    PLACEMENT,
    NODE,
    OPERATION,
    TOKEN;

    /** As it is kept. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FeedKind parse(String word) {
        for (FeedKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw TenantryException.invalid("feed kind", word, "one that this release knows");
    }
}
