package org.tenantry.gateway.edge;

import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.admission.Visit;
import org.tenantry.gateway.edge.http2.StreamEvents;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.http2.Streams;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;
import org.tenantry.gateway.edge.tls.Secured;

/** One client's connection that speaks HTTP/2; its requests are {@link ClientStream}s. Confined to its event loop. */
final class ClientStreams extends Deadlines.Waiter implements Streams.Owner {
    private final LoopContext loop;
    private final Channel channel;
    private final HostMemo memo;
    private final Visit visit;
    private final byte[] address;
    private final byte[] forwarded;
    private final @Nullable Secured secured;
    private final Streams streams;

    private ClientStreams(LoopContext loop, Channel channel, @Nullable Secured secured) {
        String remote = AnsweringConnection.address(channel);
        this.loop = loop;
        this.channel = channel;
        this.secured = secured;
        this.memo = new HostMemo(loop.shared.routes, secured);
        this.visit = loop.shared.visit(channel);
        this.address = remote.getBytes(StandardCharsets.US_ASCII);
        this.forwarded = Heads.forwarded(remote, secured == null ? "http" : "https");
        this.streams = new Streams(this, channel, loop.shared.settings.limits().head());
    }

    /**
     * Lets a connection speak HTTP/2 from the next byte on.
     *
     * @param secured what its handshake has settled; null where it is plain. Browsers use one connection for all hosts of the
     *     certificate that they were shown (RFC 9113 section 9.1.1)
     */
    static void install(LoopContext loop, Channel channel, @Nullable Secured secured) {
        ClientStreams client = new ClientStreams(loop, channel, secured);
        channel.pipeline().addLast(client.streams);
        client.idle();
        channel.closeFuture().addListener(closed -> loop.deadlines.clear(client));
    }

    HostMemo memo() {
        return memo;
    }

    Visit visit() {
        return visit;
    }

    byte[] address() {
        return address;
    }

    byte[] forwarded() {
        return forwarded;
    }

    boolean isSecure() {
        return secured != null;
    }

    /** The version of TLS; empty for a plain connection. */
    String tls() {
        return secured == null ? "" : secured.version();
    }

    @Override
    public StreamEvents begin(StreamOutlet outlet, DecodedFields fields, boolean ended) {
        ClientStream stream = loop.takeStream();
        stream.begin(this, outlet, fields, ended);
        return stream;
    }

    // Time.

    @Override
    public void busy() {
        loop.deadlines.clear(this);
    }

    @Override
    public void idle() {
        if (channel.isActive() && !loop.shared.isDraining()) {
            loop.deadlines.set(this, Deadlines.Kind.KEEP_ALIVE, loop.nanos());
        }
    }

    @Override
    void missed(Deadlines.Kind kind) {
        switch (kind) {
            case KEEP_ALIVE, HEAD, BODY, UNREAD -> streams.leave();
            case LINGER -> streams.drained();
        }
    }

    @Override
    public void event(Object event) {
        if (event == ClientConnection.DRAIN) {
            streams.drain();
            loop.deadlines.set(this, Deadlines.Kind.LINGER, loop.nanos());
        } else if (event == Departure.END_STREAM) {
            streams.forEach(StreamEvents::departed);
        }
    }
}
