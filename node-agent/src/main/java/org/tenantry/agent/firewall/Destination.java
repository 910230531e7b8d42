package org.tenantry.agent.firewall;

import java.util.OptionalInt;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.error.TenantryException;

/**
 * Somewhere that packets go: a block of IPv4 addresses, and one of their ports where not all are meant.
 *
 * @param port of TCP and UDP
 */
public record Destination(Subnet block, OptionalInt port) {
    private static final String FORM = "an IPv4 address or network, with a port or without, such as 10.0.0.25:587";

    /** Reads {@code 10.0.0.25}, {@code 10.0.0.0/24}, {@code 10.0.0.25:587} or {@code 10.0.0.0/24:587}. */
    public static Destination parse(String text) {
        int colon = text.indexOf(':');
        String block = colon < 0 ? text : text.substring(0, colon);
        try {
            return new Destination(
                    Subnet.parse(block.contains("/") ? block : block + "/32"),
                    colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(text.substring(colon + 1))));
        } catch (TenantryException | NumberFormatException malformed) {
            throw TenantryException.invalid("destination", text, FORM);
        }
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65_535) {
            throw new NumberFormatException(text);
        }
        return port;
    }

    /** Whether all of the other is in this one. */
    boolean holds(Destination other) {
        boolean around = block.first() <= other.block.first() && other.block.last() <= block.last();
        return around && (port.isEmpty() || port.equals(other.port));
    }

    @Override
    public String toString() {
        return port.isPresent() ? block + ":" + port.getAsInt() : block.toString();
    }
}
