package org.tenantry.gateway.edge;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.log.TraceId;

/**
 * The trace that a request belongs to (W3C Trace Context, level 1): the one that it came with, passed on untouched, or one
 * begun here. One that is begun says that it is sampled: instrumented applications would record nothing otherwise, though
 * without any trace they had recorded what they are set to. Used again for the next request.
 */
final class Trace {
    /** {@code 00-} trace id {@code -} parent id {@code -} flags. */
    private static final int LENGTH = 55;

    private static final int PARENT = 36;
    private static final int FLAGS = 53;
    private static final byte[] PREFIX = ascii("traceparent: ");
    private static final byte[] STATE = ascii("tracestate: ");
    private static final byte[] VERSION = ascii("00-");
    private static final byte[] SAMPLED = ascii("-01\r\n");

    private final TraceId id;
    private boolean came;
    private long parent;

    /** @param id where the trace's name is kept, for the log */
    Trace(TraceId id) {
        this.id = id;
    }

    /** Takes the request's own, or begins one: also where there are several, or one that isn't to be understood. */
    void begin(RequestHead head, RandomGenerator random) {
        int index = head.first(Field.TRACEPARENT);
        came = head.count(Field.TRACEPARENT) == 1 && isValid(head.bytes(), head.valueFrom(index), head.valueEnd(index));
        if (came) {
            id.set(head.bytes(), head.valueFrom(index) + VERSION.length);
        } else {
            id.set(random.nextLong(), notZero(random));
            parent = notZero(random);
        }
    }

    private static long notZero(RandomGenerator random) {
        long drawn = random.nextLong();
        return drawn == 0 ? 1 : drawn;
    }

    /** Writes the request's fields that tell of it. What vendors said of a trace goes only where that trace goes on. */
    void writeTo(RequestHead head, ByteWriter out) {
        if (!came) {
            out.add(PREFIX).add(VERSION);
            id.writeTo(out);
            out.add((byte) '-');
            for (int i = 0; i < 16; i++) {
                out.add(TraceId.digit(parent, i));
            }
            out.add(SAMPLED);
            return;
        }
        copy(head, head.first(Field.TRACEPARENT), PREFIX, out);
        for (int i = 0; i < head.count() && head.count(Field.TRACESTATE) > 0; i++) {
            if (head.field(i) == Field.TRACESTATE) {
                copy(head, i, STATE, out);
            }
        }
    }

    private static void copy(RequestHead head, int index, byte[] name, ByteWriter out) {
        out.add(name)
                .add(head.bytes(), head.valueFrom(index), head.valueEnd(index))
                .crlf();
    }

    /** A later version may say more after the flags, and 255 is none. */
    private static boolean isValid(byte[] bytes, int from, int end) {
        int length = end - from;
        if (length < LENGTH || !isHex(bytes, from, from + 2) || (bytes[from] == 'f' && bytes[from + 1] == 'f')) {
            return false;
        }
        boolean first = bytes[from] == '0' && bytes[from + 1] == '0';
        boolean ends = length == LENGTH || (!first && bytes[from + LENGTH] == '-');
        return ends
                && bytes[from + 2] == '-'
                && isName(bytes, from + 3, from + PARENT - 1)
                && bytes[from + PARENT - 1] == '-'
                && isName(bytes, from + PARENT, from + FLAGS - 1)
                && bytes[from + FLAGS - 1] == '-'
                && isHex(bytes, from + FLAGS, from + LENGTH);
    }

    private static boolean isName(byte[] bytes, int from, int end) {
        int all = 0;
        for (int i = from; i < end; i++) {
            all |= bytes[i] - '0';
        }
        return all != 0 && isHex(bytes, from, end);
    }

    /** In lower case only. */
    private static boolean isHex(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            byte c = bytes[i];
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
