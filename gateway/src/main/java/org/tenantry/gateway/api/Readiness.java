package org.tenantry.gateway.api;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whether this gateway can do its work.
 *
 * @param parts what each part says of itself, such as {@code store: ok}
 */
public record Readiness(boolean ready, Map<String, String> parts) {
    public Readiness {
        parts = new TreeMap<>(parts);
    }
}
