package org.tenantry.gateway.edge.http1;

/** The cookies of a request (RFC 6265 section 4.2). */
public final class Cookies {
    private Cookies() {}

    /** Whether a client sent exactly this one; of several with one name each counts. */
    public static boolean has(FieldList head, String name, String value) {
        boolean found = false;
        for (int i = 0; i < head.count() && !found; i++) {
            boolean named = Ascii.equalsIgnoringCase(head.bytes(), head.nameFrom(i), head.nameEnd(i), "cookie");
            found = named && has(head.bytes(), head.valueFrom(i), head.valueEnd(i), name, value);
        }
        return found;
    }

    private static boolean has(byte[] bytes, int from, int end, String name, String value) {
        int pair = from;
        while (pair < end) {
            int next = end(bytes, pair, end);
            int middle = pair + name.length();
            if (middle < next
                    && bytes[middle] == '='
                    && Ascii.equals(bytes, pair, middle, name)
                    && Ascii.equals(bytes, middle + 1, trimmed(bytes, middle + 1, next), value)) {
                return true;
            }
            pair = next + 1;
            while (pair < end && Ascii.isBlank(bytes[pair])) {
                pair++;
            }
        }
        return false;
    }

    private static int end(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != ';') {
            i++;
        }
        return i;
    }

    private static int trimmed(byte[] bytes, int from, int end) {
        int i = end;
        while (i > from && Ascii.isBlank(bytes[i - 1])) {
            i--;
        }
        return i;
    }
}
