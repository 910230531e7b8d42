package org.tenantry.gateway.edge.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.host.CanonicalHost;

/** Reads the first message of a client as far as its server name, chooses the certificate, and makes place for the cipher. */
final class ClientHello extends AbstractSniHandler<Certificates.Chosen> {
    private static final int LARGEST_HELLO = 16 << 10;
    private static final byte HANDSHAKE = 22;
    private static final int BAD_REQUEST = 400;

    /** A record with a fatal alert (RFC 8446 section 6): unrecognized_name. */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private static final String PLAIN = "plain HTTP request sent to HTTPS port";
    private static final byte[] PLAIN_ANSWER =
            ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: " + (PLAIN.length() + 1)
                            + "\r\nConnection: close\r\n\r\n" + PLAIN + "\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final Certificates certificates;
    private final Duration bound;
    private final Handshakes.Outcome outcome;
    private Optional<CanonicalHost> serverName = Optional.empty();
    private boolean begun;
    private boolean over;

    ClientHello(Certificates certificates, Duration bound, Handshakes.Outcome outcome) {
        super(LARGEST_HELLO, bound.toMillis());
        this.certificates = certificates;
        this.bound = bound;
        this.outcome = outcome;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!begun && message instanceof ByteBuf in && in.isReadable()) {
            begun = true;
            byte first = in.getByte(in.readerIndex());
            if (first != HANDSHAKE) {
                in.release();
                refusePlain(ctx, first);
                return;
            }
        }
        super.channelRead(ctx, message);
    }

    /** A method begins with a letter; anything else gets no answer that it could not read anyway. */
    private void refusePlain(ChannelHandlerContext ctx, byte first) {
        if (first >= 'A' && first <= 'Z') {
            refuse(ctx, PLAIN, BAD_REQUEST, PLAIN_ANSWER);
        } else {
            refuse(ctx, "no TLS on the port for it", 0, new byte[0]);
        }
    }

    @Override
    protected Future<Certificates.Chosen> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        serverName = Optional.ofNullable(name).flatMap(CanonicalHost::ofAuthority);
        return certificates
                .choose(serverName, ctx.alloc())
                .map(chosen -> ctx.executor().newSucceededFuture(chosen))
                .orElseGet(() -> ctx.executor()
                        .newFailedFuture(new NoSuchElementException(
                                name == null ? "TLS without a server name" : "no certificate for " + name)));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String name, Future<Certificates.Chosen> found) {
        if (!found.isSuccess()) {
            refuse(ctx, String.valueOf(found.cause().getMessage()), 0, UNRECOGNIZED_NAME);
            return;
        }
        Certificates.Chosen chosen = found.getNow();
        chosen.handler().setHandshakeTimeoutMillis(bound.toMillis());
        ctx.pipeline().addAfter(ctx.name(), null, new Settling(chosen, serverName, outcome));
        ctx.pipeline().replace(this, null, chosen.handler());
    }

    /** Once: while it closes, what came is decoded again. */
    private void refuse(ChannelHandlerContext ctx, String why, int status, byte[] answer) {
        if (over) {
            return;
        }
        over = true;
        outcome.refused(ctx.channel(), why, status);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (begun && !over) {
            over = true;
            outcome.refused(ctx.channel(), "TLS: no whole hello came", 0);
        }
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!over) {
            Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            refuse(ctx, "TLS: " + reason.getMessage(), 0, new byte[0]);
        }
    }
}
