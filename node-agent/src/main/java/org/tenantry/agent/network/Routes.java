package org.tenantry.agent.network;

import java.util.List;
import java.util.Optional;

/** Reads the kernel's table of IPv4 routes, {@code /proc/net/route}. Pure. */
final class Routes {
    private static final int DESTINATION = 1;
    private static final int MASK = 7;

    private Routes() {}

    /** The blocks that routes lead to; not the default route, which leads everywhere. */
    static List<Subnet> parse(String table) {
        return table.lines().skip(1).flatMap(line -> route(line).stream()).toList();
    }

    private static Optional<Subnet> route(String line) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length <= MASK) {
            return Optional.empty();
        }
        int prefix = Long.bitCount(Long.parseLong(columns[MASK], 16));
        return prefix == 0 ? Optional.empty() : Optional.of(Subnet.around(address(columns[DESTINATION]), prefix));
    }

    /** The kernel writes a number in the machine's byte order, little-endian on every machine that is supported. */
    private static long address(String hexadecimal) {
        return Integer.toUnsignedLong(Integer.reverseBytes(Integer.parseUnsignedInt(hexadecimal, 16)));
    }
}
