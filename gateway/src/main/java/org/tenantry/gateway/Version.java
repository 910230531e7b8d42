package org.tenantry.gateway;

import java.util.Optional;

/** What release this is. */
final class Version {
    private Version() {}

    /** As the jar's manifest has it; {@code development} outside a jar. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
