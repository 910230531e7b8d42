package org.tenantry.agent.runtime.docker;

import java.util.List;
import java.util.Locale;

/**
 * Tells a registry that says no from one that says nothing. The engine hands a registry's no on as a failure of its own, so
 * that only the words are left to tell by. A host name that nobody knows is a no as well: waiting won't make it known.
 */
final class Refusals {
    private static final List<String> WORDS = List.of(
            "unauthorized",
            "denied",
            "not found",
            "manifest unknown",
            "name unknown",
            "no matching manifest",
            "does not exist",
            "no basic auth credentials",
            "no such host");

    private Refusals() {}

    static boolean isOne(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(text::contains);
    }
}
