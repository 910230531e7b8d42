package org.tenantry.gateway.templates.compose;

import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as a Compose file writes them; looked at as text, for no name is ever looked up. */
final class Addresses {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,7}");
    private static final int ALL_GROUPS = 8;

    private Addresses() {}

    /** The address without the brackets of IPv6; empty where it is none. */
    static Optional<String> canonical(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return IPV4.matcher(text).matches() || isIpv6(bare) ? Optional.of(bare) : Optional.empty();
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == ALL_GROUPS;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        String rest = text.substring(gap + 2);
        int after = rest.isEmpty() ? 0 : groups(rest);
        return before >= 0 && after >= 0 && before + after < ALL_GROUPS;
    }

    /** How many there are; -1 where it isn't groups alone. */
    private static int groups(String text) {
        return GROUPS.matcher(text).matches() ? text.split(":", -1).length : -1;
    }
}
