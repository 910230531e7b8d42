package org.tenantry.gateway.edge.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What tells one client from another: its IPv4 address, or the first 64 bits of its IPv6 address, since whoever has one
 * address there has the whole network (RFC 6177).
 */
public record ClientAddress(long bits) {
    /** Sockets that have no address of the internet are one client. */
    public static final ClientAddress NONE = new ClientAddress(0);

    private static final long IPV4 = 0xffffL << 32;

    public static ClientAddress of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return new ClientAddress(
                address instanceof Inet4Address ? IPV4 | Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong());
    }
}
