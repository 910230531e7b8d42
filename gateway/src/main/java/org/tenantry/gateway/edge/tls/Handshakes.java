package org.tenantry.gateway.edge.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/** Begins TLS on connections, and tells what became of it. */
public final class Handshakes {
    private final Certificates certificates;
    private final TlsSettings settings;

    public Handshakes(Certificates certificates, TlsSettings settings) {
        this.certificates = certificates;
        this.settings = settings;
    }

    /** Hears, on the connection's event loop, how its handshake ended. */
    public interface Outcome {
        /**
         * The handshake is done. Whoever serves the connection adds itself to the pipeline now; it is told next that the
         * connection is active.
         */
        void secured(Channel channel, Secured secured);

        /** There will be none; the connection closes by itself. */
        void refused(Channel channel, String why, int status);
    }

    /** Begins with a connection that was just accepted. */
    public void begin(ChannelPipeline pipeline, Outcome outcome) {
        pipeline.addLast(new ClientHello(certificates, settings.handshake(), outcome));
    }
}
