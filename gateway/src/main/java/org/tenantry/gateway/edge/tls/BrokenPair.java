package org.tenantry.gateway.edge.tls;

/** A certificate or key that cannot be used; the message names the file, what is wrong with it and what was expected. */
final class BrokenPair extends Exception {
    private static final long serialVersionUID = 1;

    BrokenPair(String message) {
        super(message);
    }
}
