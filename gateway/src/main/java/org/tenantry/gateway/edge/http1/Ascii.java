package org.tenantry.gateway.edge.http1;

/** What a byte may be where in HTTP/1.1 (RFC 9110 section 5.6.2, RFC 9112 sections 3 and 5), and spellings of it. */
public final class Ascii {
    private static final int TOKEN = 1;
    private static final int VALUE = 2;
    private static final int VISIBLE = 4;
    private static final byte[] CLASSES = classes();

    private Ascii() {}

    public static boolean isToken(byte c) {
        return (CLASSES[c & 0xff] & TOKEN) != 0;
    }

    /** A byte of a field's value: anything but control characters; a tab may be. */
    public static boolean isValue(byte c) {
        return (CLASSES[c & 0xff] & VALUE) != 0;
    }

    /** A byte of a target: printable ASCII without the space. */
    public static boolean isVisible(byte c) {
        return (CLASSES[c & 0xff] & VISIBLE) != 0;
    }

    public static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    public static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** The value of a hexadecimal digit; -1 where it is none. */
    static int hex(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    public static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + ('a' - 'A')) : c;
    }

    /** Whether these bytes are that text, which is in lower case, in any case. */
    public static boolean equalsIgnoringCase(byte[] bytes, int from, int end, String lower) {
        if (end - from != lower.length()) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (lower(bytes[i]) != lower.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Whether that text, which is in lower case, stands anywhere in these bytes, in any case. */
    static boolean containsIgnoringCase(byte[] bytes, int from, int end, String lower) {
        for (int i = from; i + lower.length() <= end; i++) {
            if (equalsIgnoringCase(bytes, i, i + lower.length(), lower)) {
                return true;
            }
        }
        return false;
    }

    /** Whether these bytes are exactly that text. */
    static boolean equals(byte[] bytes, int from, int end, String text) {
        if (end - from != text.length()) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (bytes[i] != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean visible = c > 0x20 && c < 0x7f;
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean token = letter || (visible && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
            boolean value = c == '\t' || (c >= 0x20 && c != 0x7f);
            classes[c] = (byte) ((token ? TOKEN : 0) | (value ? VALUE : 0) | (visible ? VISIBLE : 0));
        }
        return classes;
    }
}
