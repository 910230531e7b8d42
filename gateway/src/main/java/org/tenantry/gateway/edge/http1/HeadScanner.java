package org.tenantry.gateway.edge.http1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads over the bytes of a request's head before anything interprets them, and refuses whatever two readers could
 * understand differently: bare CR or LF, folded lines, space around names, control characters, more or fewer than two
 * spaces in the request line (RFC 9112 sections 2.2, 3 and 5). Goes on where it stopped when more bytes have come.
 */
final class HeadScanner {
    private static final String VERSION = "HTTP/1.";

    private enum At {
        BEFORE,
        BEFORE_LF,
        METHOD,
        TARGET,
        VERSION,
        LINE_LF,
        LINE_START,
        NAME,
        VALUE,
        END_LF
    }

    /** What is known after the bytes so far. */
    enum Verdict {
        INCOMPLETE,
        COMPLETE,
        MALFORMED,
        LINE_TOO_LONG,
        HEAD_TOO_LARGE
    }

    private final int longestLine;
    private final int longestHead;
    private At at = At.BEFORE;
    private int scanned;
    private int versionRead;

    HeadScanner(int longestLine, int longestHead) {
        this.longestLine = longestLine;
        this.longestHead = longestHead;
    }

    /** Begins anew with the next head. */
    void reset() {
        at = At.BEFORE;
        scanned = 0;
        versionRead = 0;
    }

    /** Looks at what is readable; the buffer still has everything from the head's first byte on, and is not consumed. */
    Verdict scan(ByteBuf in) {
        int end = in.writerIndex();
        for (int i = in.readerIndex() + scanned; i < end; i++) {
            scanned++;
            if (scanned > longestHead) {
                return Verdict.HEAD_TOO_LARGE;
            }
            if (at.compareTo(At.VERSION) <= 0 && scanned > longestLine) {
                return Verdict.LINE_TOO_LONG;
            }
            byte c = in.getByte(i);
            if (at == At.END_LF) {
                return c == '\n' ? Verdict.COMPLETE : Verdict.MALFORMED;
            }
            At next = after(c & 0xff);
            if (next == null) {
                return Verdict.MALFORMED;
            }
            at = next;
        }
        return Verdict.INCOMPLETE;
    }

    /** Where the next byte leads; null where it may not stand here. */
    private @Nullable At after(int c) {
        return switch (at) {
            case BEFORE -> c == '\r' && scanned < 4 ? At.BEFORE_LF : isToken(c) ? At.METHOD : null;
            case BEFORE_LF -> c == '\n' ? At.BEFORE : null;
            case METHOD -> c == ' ' ? At.TARGET : isToken(c) ? At.METHOD : null;
            case TARGET -> c == ' ' ? At.VERSION : isVisible(c) ? At.TARGET : null;
            case VERSION -> version(c);
            case LINE_LF -> c == '\n' ? At.LINE_START : null;
            case LINE_START -> c == '\r' ? At.END_LF : isToken(c) ? At.NAME : null;
            case NAME -> c == ':' ? At.VALUE : isToken(c) ? At.NAME : null;
            case VALUE -> c == '\r' ? At.LINE_LF : isValue(c) ? At.VALUE : null;
            case END_LF -> null;
        };
    }

    /** HTTP/1.0 or HTTP/1.1, in capitals, and the end of the line. */
    private @Nullable At version(int c) {
        int index = versionRead++;
        if (index < VERSION.length()) {
            return c == VERSION.charAt(index) ? At.VERSION : null;
        }
        if (index == VERSION.length()) {
            return c == '0' || c == '1' ? At.VERSION : null;
        }
        return c == '\r' ? At.LINE_LF : null;
    }

    private static boolean isVisible(int c) {
        return c > 0x20 && c < 0x7f;
    }

    private static boolean isValue(int c) {
        return c == '\t' || (c >= 0x20 && c != 0x7f);
    }

    private static boolean isToken(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0x20 && c < 0x7f && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
}
