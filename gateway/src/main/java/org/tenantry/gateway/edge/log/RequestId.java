package org.tenantry.gateway.edge.log;

import java.nio.charset.StandardCharsets;
import org.tenantry.gateway.edge.http1.ByteWriter;

/** The name of one request, kept as its parts until somebody wants to read it; used again for the next. */
public final class RequestId {
    private static final int BASE = 36;

    private byte[] prefix = {};
    private long number;

    public void set(byte[] beginning, long counted) {
        prefix = beginning;
        number = counted;
    }

    public void writeTo(ByteWriter out) {
        out.add(prefix).add(number, BASE);
    }

    @Override
    public String toString() {
        return new String(prefix, StandardCharsets.US_ASCII) + Long.toString(number, BASE);
    }
}
