package org.tenantry.gateway.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * How connections end. Under TLS the end of a connection is the end of what was sent only after a close_notify (RFC 8446
 * section 6.1): whoever sends one vouches that nothing is missing.
 */
final class Ending {
    private Ending() {}

    /** Says, once everything is written, that nothing follows; still reads. */
    static void finish(Channel channel) {
        channel.flush();
        SslHandler cipher = cipher(channel);
        if (cipher == null) {
            finishUnder(channel);
        } else {
            cipher.closeOutbound().addListener(said -> finishUnder(channel));
        }
    }

    private static void finishUnder(Channel channel) {
        written(channel).addListener(written -> ((DuplexChannel) channel).shutdownOutput());
    }

    /** Ends when the socket has everything, which may take longer than to encrypt it. */
    private static ChannelFuture written(Channel channel) {
        SslHandler cipher = cipher(channel);
        ChannelOutboundInvoker socket =
                cipher == null ? channel : channel.pipeline().context(cipher);
        return socket.writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /** Closes once everything is written. */
    static void close(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Closes once everything is written, so that the other side does not take it for the end.
     *
     * @param byReset where nothing but the end of the connection tells the end of what was sent
     */
    static void cut(Channel channel, boolean byReset) {
        if (byReset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (cipher(channel) == null) {
            close(channel);
        } else {
            channel.flush();
            written(channel).addListener(written -> closeUnder(channel));
        }
    }

    /** Closes at once, with a reset: what was written and not taken is taken back, from the kernel's memory, too. */
    static void abort(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        closeUnder(channel);
    }

    /** Closes below the cipher, which would say goodbye. */
    private static void closeUnder(Channel channel) {
        channel.unsafe().close(channel.unsafe().voidPromise());
    }

    private static @Nullable SslHandler cipher(Channel channel) {
        return channel.pipeline().get(SslHandler.class);
    }
}
