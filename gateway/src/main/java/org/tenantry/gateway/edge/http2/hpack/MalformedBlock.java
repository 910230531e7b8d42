package org.tenantry.gateway.edge.http2.hpack;

/** A block that cannot be decoded: what comes after it cannot be, either (RFC 9113 section 4.3). Has no trace: it is no bug. */
public final class MalformedBlock extends Exception {
    private static final long serialVersionUID = 1;

    MalformedBlock(String what) {
        super(what, null, false, false);
    }
}
