package org.tenantry.common.host;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.IDN;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;

/**
 * A host in the one spelling that routes are found by: ASCII letters in lower case, no trailing dot, no port, at most 253
 * characters in labels of 1 to 63 letters, digits and inner hyphens (RFC 1123 section 2.1). Two spellings of one host are
 * equal, and nothing that is not a host name gets through: addresses in brackets, user information, white space, percent
 * signs and underscores are refused, never mended.
 */
public record CanonicalHost(@JsonValue String value) implements Comparable<CanonicalHost> {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final String EXPECTED = "a host name such as acme.example.org";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CanonicalHost {
        if (!isCanonical(value)) {
            throw TenantryException.invalid("host", value, EXPECTED);
        }
    }

    /**
     * What a client sent: a {@code Host} header, an {@code :authority} or a server name of TLS. Empty where it isn't a host
     * name with at most a port; such a request belongs to nobody.
     */
    public static Optional<CanonicalHost> ofAuthority(CharSequence sent) {
        int end = withoutPort(sent);
        if (end > 0 && sent.charAt(end - 1) == '.') {
            end--;
        }
        if (end < 1 || end > LONGEST) {
            return Optional.empty();
        }
        String lower = lowerAscii(sent, end);
        return isCanonical(lower) ? Optional.of(new CanonicalHost(lower)) : Optional.empty();
    }

    /** What a person typed: letters of any script become their ASCII form (IDNA); a port is not a part of a host. */
    public static CanonicalHost ofPerson(String typed) {
        if (typed.indexOf(':') >= 0) {
            throw TenantryException.invalid("host", typed, EXPECTED + ", without a port");
        }
        String host = typed.strip();
        if (host.length() > LONGEST) {
            // IDN has bounds of its own, and tells of them by an exception that means a bug elsewhere.
            throw TenantryException.invalid("host", typed, EXPECTED);
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException notAName) {
            throw TenantryException.invalid("host", typed, EXPECTED);
        }
        return ofAuthority(ascii).orElseThrow(() -> TenantryException.invalid("host", typed, EXPECTED));
    }

    @Override
    public int compareTo(CanonicalHost other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    /** Where the name ends and the port begins; -1 where the port isn't one. */
    private static int withoutPort(CharSequence sent) {
        int length = sent.length();
        int digits = 0;
        int port = 0;
        for (int i = length - 1; i >= 0; i--) {
            char c = sent.charAt(i);
            if (c == ':') {
                boolean valid = digits >= 1 && digits <= 5 && Integer.parseInt(sent, i + 1, length, 10) <= 65_535;
                return valid ? i : -1;
            }
            if (c < '0' || c > '9' || ++port > 6) {
                return length;
            }
            digits++;
        }
        return length;
    }

    /** A to Z only: other letters have lower cases that are ASCII (the Kelvin sign's is k), and must not pass as those. */
    private static String lowerAscii(CharSequence sent, int end) {
        char[] lower = new char[end];
        for (int i = 0; i < end; i++) {
            char c = sent.charAt(i);
            lower[i] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return new String(lower);
    }

    private static boolean isCanonical(String value) {
        int label = 0;
        char previous = '.';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.') {
                if (label == 0 || previous == '-') {
                    return false;
                }
                label = 0;
            } else if ((!isLetterOrDigit(c) && (c != '-' || label == 0)) || ++label > LONGEST_LABEL) {
                return false;
            }
            previous = c;
        }
        return label > 0 && previous != '-' && value.length() <= LONGEST;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
