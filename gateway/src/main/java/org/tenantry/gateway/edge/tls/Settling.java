package org.tenantry.gateway.edge.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.internal.tcnative.SSL;
import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;

/** Waits behind the cipher for the end of the handshake, and then makes way. */
final class Settling extends ChannelInboundHandlerAdapter {
    private final Certificates.Chosen chosen;
    private final Optional<CanonicalHost> serverName;
    private final Handshakes.Outcome outcome;
    private boolean over;

    Settling(Certificates.Chosen chosen, Optional<CanonicalHost> serverName, Handshakes.Outcome outcome) {
        this.chosen = chosen;
        this.serverName = serverName;
        this.outcome = outcome;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!over && event instanceof SslHandshakeCompletionEvent end) {
            over = true;
            if (end.isSuccess()) {
                outcome.secured(ctx.channel(), secured(chosen.handler()));
                ctx.fireChannelActive();
                ctx.pipeline().remove(this);
            } else {
                outcome.refused(ctx.channel(), "TLS: " + end.cause().getMessage(), 0);
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private Secured secured(SslHandler cipher) {
        Secured.Protocol protocol = ApplicationProtocolNames.HTTP_2.equals(cipher.applicationProtocol())
                ? Secured.Protocol.HTTP_2
                : Secured.Protocol.HTTP_1;
        String version = cipher.engine().getSession().getProtocol();
        return new Secured(version, protocol, isResumed(cipher), serverName, chosen.names());
    }

    private static boolean isResumed(SslHandler cipher) {
        return cipher.engine() instanceof ReferenceCountedOpenSslEngine engine
                && SSL.isSessionReused(engine.sslPointer());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // Told once the handshake is done.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
