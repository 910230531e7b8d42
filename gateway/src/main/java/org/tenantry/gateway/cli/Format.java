package org.tenantry.gateway.cli;

import java.util.Locale;

/** How answers are written. */
enum Format {
    TABLE,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
