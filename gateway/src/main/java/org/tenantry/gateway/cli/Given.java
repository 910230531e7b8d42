package org.tenantry.gateway.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options that may be given again and again: picocli hands over null where one was not given at all. */
final class Given {
    private Given() {}

    static Optional<Map<String, String>> map(@Nullable Map<String, String> given) {
        return Optional.ofNullable(given);
    }

    static Optional<List<String>> list(@Nullable List<String> given) {
        return Optional.ofNullable(given);
    }
}
