package org.tenantry.agent.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this machine's interfaces and routes use: no network of an instance may hide any of it. */
public final class HostAddresses {
    private final Path routes;

    private HostAddresses(Path routes) {
        this.routes = routes;
    }

    /** Of the network namespace that this process lives in. */
    public static HostAddresses ofThisMachine() {
        return new HostAddresses(Path.of("/proc/net/route"));
    }

    /** The blocks in use now. */
    public List<Subnet> now() {
        try {
            List<Subnet> routed = Routes.parse(Files.readString(routes));
            return Stream.concat(routed.stream(), interfaces()).distinct().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Subnet> interfaces() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(device -> device.getInterfaceAddresses().stream())
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .map(HostAddresses::block);
    }

    private static Subnet block(InterfaceAddress address) {
        long number = Integer.toUnsignedLong(
                ByteBuffer.wrap(address.getAddress().getAddress()).getInt());
        return Subnet.around(number, address.getNetworkPrefixLength());
    }
}
