package org.tenantry.gateway.edge.proxy;

import java.net.InetAddress;
import java.util.List;

/** The networks whose word is taken for whom they speak. Nobody's where it is empty. */
public record Balancers(List<Network> networks) {
    public static final Balancers NONE = new Balancers(List.of());

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address; throws IllegalArgumentException. */
    public static Balancers parse(List<String> texts) {
        return new Balancers(texts.stream().map(Network::parse).toList());
    }

    public boolean include(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(one -> one.includes(bytes));
    }

    /** The first bits that all addresses of a network have. */
    record Network(InetAddress address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException(text + " (expected: 0 to " + most + " bits)");
            }
            return new Network(address, bits);
        }

        boolean includes(byte[] other) {
            byte[] own = address.getAddress();
            boolean same = own.length == other.length;
            for (int i = 0; same && i < bits; i++) {
                same = ((own[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & 0x80 >> i % Byte.SIZE) == 0;
            }
            return same;
        }
    }
}
