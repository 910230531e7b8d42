package org.tenantry.gateway.edge.upstream;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.tenantry.gateway.edge.transport.Transport;

/**
 * Binds a socket to one network device ({@code SO_BINDTODEVICE}, socket(7)), so that it reaches what is behind that bridge or
 * nothing. A device that is gone is an error, never a connection that goes another way.
 */
final class DeviceBinding {
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final int IFNAMSIZ = 16;
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, IFNAMSIZ);

    private DeviceBinding() {}

    /** Makes a socket of this family that is bound to the device before it can connect anywhere. */
    static SocketChannel socketOn(Transport transport, String device, SocketProtocolFamily family) {
        SocketChannel channel = transport.socket(family);
        try {
            if (!channel.config().setOption(OPTION, padded(device))) {
                throw new ChannelException("a socket cannot be bound to device " + device);
            }
            return channel;
        } catch (RuntimeException e) {
            channel.unsafe().closeForcibly();
            throw e;
        }
    }

    private static ByteBuffer padded(String device) {
        byte[] name = device.getBytes(StandardCharsets.US_ASCII);
        if (name.length == 0 || name.length >= IFNAMSIZ) {
            throw new ChannelException("device: '" + device + "' (expected: 1 to 15 characters)");
        }
        return ByteBuffer.allocate(IFNAMSIZ).put(0, name);
    }
}
