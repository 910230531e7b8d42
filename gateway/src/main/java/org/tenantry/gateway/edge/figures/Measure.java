package org.tenantry.gateway.edge.figures;

/** What is measured of each request. Those that became a WebSocket aren't in it: they take hours and say nothing. */
public enum Measure {
    /** From the whole head of the request to the last byte of its answer, or to whatever ended it. */
    DURATION(Scale.SECONDS),
    /** From the whole head of the request to the head of the instance's answer. */
    FIRST_BYTE(Scale.SECONDS),
    /** The body of the request. */
    RECEIVED(Scale.BYTES),
    /** The body of the answer. */
    SENT(Scale.BYTES);

    private final Scale scale;

    Measure(Scale scale) {
        this.scale = scale;
    }

    Scale scale() {
        return scale;
    }
}
