package org.tenantry.common.instance;

import org.tenantry.common.secret.Secret;

/** The value of one environment variable of a service. One that a secret went into is a secret as a whole. */
public sealed interface EnvironmentValue {
    /** May be shown to whoever may see the instance. */
    record Plain(String value) implements EnvironmentValue {}

    /** Never shown, never logged; written only through sealed channels. */
    record Sensitive(Secret value) implements EnvironmentValue {}

    /** The text as the container gets it. */
    default String reveal() {
        return switch (this) {
            case Plain(String value) -> value;
            case Sensitive(Secret value) -> value.reveal();
        };
    }
}
