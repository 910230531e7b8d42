package org.tenantry.gateway.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.gateway.edge.http1.BadHead;
import org.tenantry.gateway.edge.http1.RequestDecoder;
import org.tenantry.gateway.edge.http1.ResponseEncoder;
import org.tenantry.gateway.edge.page.Page;

/**
 * One client's connection: takes one request after the other, and reads on only when the one before has been answered.
 * Confined to its event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** Fired through a pipeline when the edge drains. */
    static final Object DRAIN = new Object();

    private final LoopContext loop;
    private final Channel channel;
    private final RequestDecoder decoder;
    private final ResponseEncoder encoder = new ResponseEncoder();
    private final Deadline deadline;
    private @Nullable Exchange exchange;
    private boolean busy;
    private boolean closing;
    private long lastReadNanos;

    ClientConnection(LoopContext loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
        this.deadline = new Deadline(loop.loop);
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        this.decoder = new RequestDecoder(limits.requestLine(), limits.head(), this::headBegan);
    }

    void install() {
        channel.pipeline().addLast(decoder).addLast(encoder).addLast(this);
    }

    LoopContext loop() {
        return loop;
    }

    Channel channel() {
        return channel;
    }

    // Reading.

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.shared.counters.accepted.increment();
        loop.shared.counters.open.increment();
        loop.shared.clients.add(channel);
        channel.closeFuture().addListener(closed -> loop.shared.counters.open.decrement());
        deadline.set(timeouts().head(), channel::close);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange current = exchange;
        if (message instanceof BadHead bad) {
            refuse(Page.ofRefusal(bad.status()));
        } else if (message instanceof HttpRequest request) {
            begin(request);
        } else if (current != null && message instanceof HttpContent piece) {
            takePiece(current, piece);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null) {
            current.requestPaused();
        }
    }

    private void begin(HttpRequest request) {
        busy = true;
        deadline.clear();
        holdReading();
        switch (Admission.of(request, loop, address())) {
            case Admission.Refused(Page page) -> refuse(page);
            case Admission.Here(Page page, Inbound inbound, Optional<RouteTable.Entry> routed) -> {
                AccessRecord record = new AccessRecord(loop, inbound, routed);
                record.because(page.key());
                answer(page, inbound, record, !inbound.hasBody());
            }
            case Admission.Relayed(Inbound inbound, RouteTable.Entry routed) -> {
                encoder.answering(inbound.isHead());
                Exchange next = new Exchange(this, inbound, routed);
                exchange = next;
                next.start();
            }
        }
    }

    private void takePiece(Exchange current, HttpContent piece) {
        lastReadNanos = loop.nanos();
        if (piece.decoderResult().isFailure()) {
            piece.release();
            current.refuseBody(Page.BAD_REQUEST, "malformed body");
        } else {
            current.requestContent(piece);
        }
    }

    /** Lets the body come, or come on. */
    void takeBody() {
        if (!channel.config().isAutoRead()) {
            lastReadNanos = loop.nanos();
            deadline.set(timeouts().bodyIdle(), this::checkBody);
            channel.config().setAutoRead(true);
        }
        Exchange current = exchange;
        loop.loop.execute(() -> resumeBody(current));
    }

    void holdReading() {
        channel.config().setAutoRead(false);
    }

    /** A request may have ended, and another one begun, before this is run: then the body isn't its to take. */
    private void resumeBody(@Nullable Exchange of) {
        if (of != null && of == exchange) {
            run(decoder::resumeBody);
        }
    }

    private void resumeHead() {
        if (!busy && !closing) {
            run(decoder::resumeHead);
        }
    }

    private void run(DecoderStep step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.warn("{} is closed because its decoder failed.", channel, e);
            channel.close();
        }
    }

    private interface DecoderStep {
        void run() throws Exception;
    }

    // Time.

    private void headBegan() {
        deadline.set(timeouts().head(), () -> refuse(Page.TIMEOUT));
    }

    private void checkBody() {
        Exchange current = exchange;
        if (current == null || !channel.config().isAutoRead()) {
            return;
        }
        Duration left = timeouts().bodyIdle().minusNanos(loop.nanos() - lastReadNanos);
        if (left.isPositive()) {
            deadline.set(left, this::checkBody);
        } else {
            current.refuseBody(Page.TIMEOUT, "body stopped coming");
        }
    }

    // Writing.

    void write(Object message) {
        channel.write(message, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange current = exchange;
        if (current != null) {
            current.clientWritabilityChanged();
        }
    }

    /** The edge's own answer to a request that was understood. */
    void answer(Page page, Inbound inbound, AccessRecord record, boolean requestDone) {
        boolean closes = !inbound.keepAlive() || !requestDone || loop.shared.isDraining() || page.status() == 400;
        loop.shared.counters.answeredHere.increment();
        encoder.answering(inbound.isHead());
        FullHttpResponse answer = loop.shared.pages.answer(page, inbound.request(), inbound.requestId());
        if (closes) {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        record.answers(page.status());
        if (!inbound.isHead()) {
            record.sent(answer.content().readableBytes());
        }
        write(answer);
        record.end();
        answerEnded(closes, requestDone);
    }

    /** The last byte of an answer has been written: on to the next request, or to the end. */
    void answerEnded(boolean closes, boolean requestDone) {
        exchange = null;
        if (closes && !requestDone) {
            linger();
        } else if (closes) {
            closing = true;
            closeWhenWritten();
        } else {
            busy = false;
            flush();
            deadline.set(timeouts().keepAlive(), channel::close);
            channel.config().setAutoRead(true);
            loop.loop.execute(this::resumeHead);
        }
    }

    /** Ends an answer that cannot be completed, so that the client sees that it is not whole. */
    void cut(boolean endsByClosing) {
        exchange = null;
        closing = true;
        if (endsByClosing) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closeWhenWritten();
    }

    /** What came cannot be trusted, nor anything after it: says so, and closes. */
    private void refuse(Page page) {
        if (closing) {
            return;
        }
        String id = loop.nextRequestId();
        loop.shared.counters.answeredHere.increment();
        loop.shared.log(AccessRecord.refused(loop, id, address(), page));
        encoder.answering(false);
        FullHttpResponse answer = loop.shared.pages.problem(page, id);
        answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        write(answer);
        linger();
    }

    /** Says goodbye, then drops for a moment what still comes: closing at once would take the answer back (a reset). */
    private void linger() {
        closing = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) channel).shutdownOutput());
        deadline.set(timeouts().linger(), channel::close);
        channel.config().setAutoRead(true);
        loop.loop.execute(() -> run(decoder::discard));
    }

    private void closeWhenWritten() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    // The end.

    /** The counterpart of {@link org.tenantry.gateway.edge.upstream.UpstreamConnection#writeBytes}. */
    void writeBytes() {
        channel.pipeline().remove(encoder);
    }

    /** The counterpart of {@link org.tenantry.gateway.edge.upstream.UpstreamConnection#readBytes}. */
    void readBytes(ChannelInboundHandlerAdapter end) {
        exchange = null;
        deadline.clear();
        channel.pipeline().addLast(end);
        channel.pipeline().remove(this);
        channel.pipeline().remove(decoder);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        boolean ends = event == DRAIN || event == Departure.END_STREAM;
        Exchange current = exchange;
        if (ends && !busy && !decoder.isInsideHead()) {
            channel.close();
        } else if (event == Departure.END_STREAM && current != null) {
            current.endStream();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.clear();
        closing = true;
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.clientGone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        channel.close();
    }

    private EdgeSettings.Timeouts timeouts() {
        return loop.shared.settings.timeouts();
    }

    private String address() {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }
}
