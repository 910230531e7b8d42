package org.tenantry.gateway.edge.http1;

/** The fields after the last chunk (RFC 9112 section 7.1.2). */
public final class Trailers extends FieldSection {
    private static final int LARGEST = 8 << 10;

    public Trailers() {
        super(LARGEST);
    }

    @Override
    protected boolean startLine() {
        return true;
    }

    @Override
    protected boolean hasStartLine() {
        return false;
    }
}
