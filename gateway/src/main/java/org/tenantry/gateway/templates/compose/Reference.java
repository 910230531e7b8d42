package org.tenantry.gateway.templates.compose;

/** A name that a service uses and the file must declare. */
record Reference(Kind kind, String name, int line, String path) {
    enum Kind {
        SERVICE,
        VOLUME,
        NETWORK,
        SECRET,
        CONFIG
    }
}
