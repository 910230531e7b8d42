package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.Outlet;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * One client's connection: takes one request after the other. What comes while one is being answered waits as bytes, up to a
 * bound; then nothing more is read. Confined to its event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientSide {
    /** Fired through a pipeline when the edge drains. */
    static final Object DRAIN = new Object();

    private static final int MOST_WAITING = 64 << 10;

    private enum State {
        /** Reads a head. */
        HEAD,
        /** Reads a body. */
        BODY,
        /** Reads on only when something else has happened. */
        WAITING,
        /** Drops what still comes. */
        CLOSING
    }

    private final LoopContext loop;
    private final Channel channel;
    private final Outlet outlet;
    private final RequestHead head;
    private final HostMemo memo;
    private final byte[] forwarded;
    private final AccessRecord record;
    private final Exchange exchange;
    private final Waiter waiter = new Waiter();
    private State state = State.HEAD;
    private @Nullable ByteBuf waiting;
    private boolean processing;
    private boolean held;
    private boolean closes;
    private boolean endsByClosing;

    ClientConnection(LoopContext loop, Channel channel) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        String address = addressOf(channel);
        this.loop = loop;
        this.channel = channel;
        this.outlet = new Outlet(channel);
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.memo = new HostMemo(loop.shared.routes);
        this.forwarded = Heads.forwarded(address, "http");
        this.record = new AccessRecord(loop, "http/1.1");
        record.of(address.getBytes(StandardCharsets.US_ASCII));
        this.exchange = new Exchange(loop, this, head, record);
    }

    static String addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    Channel channel() {
        return channel;
    }

    @Override
    public byte[] forwarded() {
        return forwarded;
    }

    // Reading.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        expect(Deadlines.Kind.HEAD);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (state == State.CLOSING) {
            in.release();
            return;
        }
        if (state == State.BODY) {
            expect(Deadlines.Kind.BODY);
        }
        ByteBuf before = waiting;
        waiting = before == null ? in : joined(before, in);
        process();
    }

    /** Seldom: a client sent on before it was asked to. */
    private ByteBuf joined(ByteBuf one, ByteBuf other) {
        ByteBuf both = channel.alloc().directBuffer(one.readableBytes() + other.readableBytes());
        both.writeBytes(one).writeBytes(other);
        one.release();
        other.release();
        return both;
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        for (ByteBuf in = waiting; in != null && in.isReadable() && take(in); in = waiting) {
            // Each step takes what it can.
        }
        processing = false;
        ByteBuf rest = waiting;
        if (rest != null && !rest.isReadable()) {
            dropWaiting();
        }
        exchange.requestPaused();
        outlet.flush();
        adjustReading();
    }

    /** Takes what comes next; false where something else must happen first. */
    private boolean take(ByteBuf in) {
        switch (state) {
            case HEAD -> {
                takeHead(in);
                return true;
            }
            case BODY -> {
                exchange.requestBytes(in);
                return state != State.BODY;
            }
            case WAITING, CLOSING -> {
                return false;
            }
        }
        return false;
    }

    private void takeHead(ByteBuf in) {
        boolean begun = head.isBegun();
        FieldSection.Progress progress = head.feed(in);
        switch (progress) {
            case INCOMPLETE -> {
                if (!begun) {
                    expect(Deadlines.Kind.HEAD);
                }
            }
            case REFUSED -> refuse(head.refusal());
            case COMPLETE -> begin();
        }
    }

    private void begin() {
        loop.deadlines.clear(waiter);
        Refusal refusal = Admission.refusal(head, memo);
        if (refusal != Refusal.NONE) {
            refuse(refusal);
            return;
        }
        state = State.WAITING;
        record.begin(head, memo);
        Page page = Admission.page(head, memo, loop.shared.settings.limits());
        RouteTable.Entry routed = memo.entry();
        if (page == Page.NONE && routed != null) {
            exchange.begin(routed);
        } else {
            record.because(page.key());
            answer(page, !head.hasBody());
        }
    }

    @Override
    public BodyRelay.Form requestForm(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.CHUNKS;
            case NONE, UNTIL_CLOSE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    @Override
    public void takeBody() {
        state = State.BODY;
        held = false;
        expect(Deadlines.Kind.BODY);
        process();
    }

    @Override
    public void holdReading() {
        held = true;
        loop.deadlines.clear(waiter);
        adjustReading();
    }

    @Override
    public void bodyEnded() {
        state = State.WAITING;
        held = false;
        loop.deadlines.clear(waiter);
    }

    private void adjustReading() {
        ByteBuf in = waiting;
        boolean full = in != null && in.readableBytes() > MOST_WAITING;
        if (channel.config().isAutoRead() != (!held && !full)) {
            channel.config().setAutoRead(!held && !full);
        }
    }

    private void dropWaiting() {
        ByteBuf in = waiting;
        waiting = null;
        if (in != null) {
            in.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.clientWritabilityChanged();
    }

    // Answering.

    @Override
    public BodyRelay.Form answerForm(Framing framing) {
        boolean chunks = head.isHttp11();
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> chunks ? BodyRelay.Form.CHUNKS : BodyRelay.Form.DATA_OF_CHUNKS;
            case UNTIL_CLOSE -> chunks ? BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS : BodyRelay.Form.UNTIL_CLOSE;
            case NONE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    @Override
    public void interim(ResponseHead answer) {
        Heads.forClient(answer, BodyRelay.Form.NONE, false, loop.text);
        outlet.head(loop.text, 0);
        outlet.flush();
    }

    @Override
    public void head(ResponseHead answer, BodyRelay.Form form, long body, boolean requestDone) {
        endsByClosing = form == BodyRelay.Form.UNTIL_CLOSE || form == BodyRelay.Form.DATA_OF_CHUNKS;
        closes = endsByClosing || !head.isKeptAlive() || !requestDone || loop.shared.isDraining();
        Heads.forClient(answer, form, closes, loop.text);
        outlet.head(loop.text, body);
    }

    @Override
    public BodyRelay.Sink body() {
        return outlet;
    }

    @Override
    public void flush() {
        outlet.flush();
    }

    @Override
    public boolean isWritable() {
        return outlet.isWritable();
    }

    @Override
    public void answer(Page page, boolean requestDone) {
        closes = !head.isKeptAlive() || !requestDone || loop.shared.isDraining() || page.status() == 400;
        boolean bodiless = head.method() == RequestHead.Method.HEAD;
        String id = record.requestId().toString();
        Answer answer = head.isNavigation()
                ? loop.shared.pages.page(page, head.value(Field.ACCEPT_LANGUAGE), id)
                : loop.shared.pages.problem(page, id);
        write(answer, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
        answerEnded(requestDone);
    }

    private void write(Answer answer, boolean bodiless) {
        loop.shared.counters.answeredHere.increment();
        Heads.ofAnswer(answer, closes, bodiless, loop.text);
        outlet.head(loop.text, 0);
    }

    /** On to the next request, or to the end. */
    @Override
    public void answerEnded(boolean requestDone) {
        if (closes && !requestDone) {
            linger();
        } else if (closes) {
            state = State.CLOSING;
            closeWhenWritten();
        } else {
            state = State.HEAD;
            head.reset();
            expect(Deadlines.Kind.KEEP_ALIVE);
            process();
        }
    }

    @Override
    public void cut() {
        state = State.CLOSING;
        if (endsByClosing) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closeWhenWritten();
    }

    @Override
    public void refuseRest(boolean answered) {
        if (answered) {
            cut();
        } else {
            linger();
        }
    }

    /** What came cannot be trusted, nor anything after it: says so where that is safe, and closes. */
    private void refuse(Refusal refusal) {
        refuse(Page.ofRefusal(refusal.status()), refusal.isAnswered(), refusal.why());
    }

    private void refuse(Page page, boolean answered, String why) {
        record.refused(why, page.status());
        if (answered) {
            closes = true;
            write(loop.shared.pages.problem(page, record.requestId().toString()), false);
        }
        linger();
    }

    /** Says goodbye, then drops for a moment what still comes: closing at once would take the answer back (a reset). */
    private void linger() {
        state = State.CLOSING;
        dropWaiting();
        outlet.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) channel).shutdownOutput());
        expect(Deadlines.Kind.LINGER);
        held = false;
        adjustReading();
    }

    private void closeWhenWritten() {
        dropWaiting();
        loop.deadlines.clear(waiter);
        outlet.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    // Time.

    private void expect(Deadlines.Kind kind) {
        loop.deadlines.set(waiter, kind, loop.nanos());
    }

    private final class Waiter extends Deadlines.Waiter {
        @Override
        void missed(Deadlines.Kind kind) {
            switch (kind) {
                case HEAD -> headMissed();
                case BODY -> exchange.refuseBody(Page.TIMEOUT, "body stopped coming");
                case KEEP_ALIVE, LINGER -> channel.close();
            }
        }
    }

    private void headMissed() {
        if (head.isBegun()) {
            refuse(Page.TIMEOUT, true, Page.TIMEOUT.key());
        } else {
            channel.close();
        }
    }

    // The end.

    @Override
    public boolean understands(ResponseHead answer) {
        return true;
    }

    @Override
    public void becomeWebSocket(ResponseHead answer, UpstreamConnection upstream) {
        Heads.forWebSocket(answer, loop.text);
        outlet.head(loop.text, 0);
        outlet.flush();
        Tunnel.between(this, upstream, record);
    }

    /** Hands the connection to somebody who reads bytes; what came already goes there first. */
    void become(ChannelInboundHandlerAdapter end) {
        loop.deadlines.clear(waiter);
        held = false;
        channel.pipeline().addLast(end);
        ByteBuf early = waiting;
        waiting = null;
        ChannelHandlerContext self = channel.pipeline().context(this);
        channel.pipeline().remove(this);
        if (early != null) {
            self.fireChannelRead(early);
            self.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == DRAIN && state == State.HEAD && !head.isBegun()) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSING;
        loop.deadlines.clear(waiter);
        dropWaiting();
        outlet.drop();
        exchange.clientGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        channel.close();
    }
}
