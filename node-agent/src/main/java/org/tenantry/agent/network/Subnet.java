package org.tenantry.agent.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/**
 * A block of IPv4 addresses, such as {@code 10.208.0.64/26}.
 *
 * @param first the lowest address as an unsigned 32-bit number
 * @param prefix how many leading bits are fixed, 0 to 32
 */
public record Subnet(long first, int prefix) implements Comparable<Subnet> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Subnet {
        if (prefix < 0 || prefix > 32 || first < 0 || first > 0xFFFFFFFFL || first % size(prefix) != 0) {
            throw TenantryException.invalid("subnet", first + "/" + prefix, "an IPv4 network, host bits zero");
        }
    }

    /** The block of that text; host bits may be set and are ignored, since interfaces are written with theirs. */
    public static Subnet parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw malformed(text);
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(form.group(i));
            if (octet > 255) {
                throw malformed(text);
            }
            address = address << 8 | octet;
        }
        int prefix = Integer.parseInt(form.group(5));
        if (prefix > 32) {
            throw malformed(text);
        }
        return around(address, prefix);
    }

    /** The block of that size which holds the address. */
    public static Subnet around(long address, int prefix) {
        return new Subnet(address - address % size(prefix), prefix);
    }

    /** The highest address. */
    public long last() {
        return first + size(prefix) - 1;
    }

    /** Whether any address is in both. */
    public boolean overlaps(Subnet other) {
        return first <= other.last() && other.first <= last();
    }

    /** The address at that distance from the lowest, as text: 1 is the gateway by custom. */
    public String address(int distance) {
        return dotted(first + distance);
    }

    @Override
    public int compareTo(Subnet other) {
        int byFirst = Long.compare(first, other.first);
        return byFirst != 0 ? byFirst : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return dotted(first) + "/" + prefix;
    }

    static long size(int prefix) {
        return 1L << (32 - prefix);
    }

    private static String dotted(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    private static TenantryException malformed(String text) {
        return TenantryException.invalid("subnet", text, "an IPv4 network such as 10.208.0.0/12");
    }
}
