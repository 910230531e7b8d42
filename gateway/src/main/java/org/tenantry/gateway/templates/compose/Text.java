package org.tenantry.gateway.templates.compose;

/** A value of a Compose file with its variables put in, and what may be done with it. */
record Text(String value, State state) {
    /** In the order in which one taints another. */
    enum State {
        /** Everything in it is known and may be shown. */
        KNOWN,
        /** It stands for what is only known once an instance is ordered; the value is worth nothing. */
        OPEN,
        /** A secret is in it, or would be. */
        SECRET
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isSecret() {
        return state == State.SECRET;
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
        return state == State.KNOWN ? value : "(" + state + ")";
    }
}
