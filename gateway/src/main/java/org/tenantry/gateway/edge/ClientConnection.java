package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.tls.Secured;
import org.tenantry.gateway.edge.upstream.Outlet;

/**
 * One client's connection: takes one request after the other. What comes while one is being answered waits as bytes, up to a
 * bound; then nothing more is read. Confined to its event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    /** Fired through a pipeline when the edge drains. */
    static final Object DRAIN = new Object();

    /** The first byte of a TLS record with a handshake. */
    private static final byte TLS_HANDSHAKE = 22;

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
    private final boolean secure;
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

    /**
     * @param secured what its handshake has settled; null where it is plain
     */
    ClientConnection(LoopContext loop, Channel channel, @Nullable Secured secured) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        String address = address(channel);
        this.loop = loop;
        this.channel = channel;
        this.secure = secured != null;
        this.outlet = new Outlet(channel);
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.memo = new HostMemo(loop.shared.routes, secured);
        this.forwarded = Heads.forwarded(address, secure ? "https" : "http");
        this.record = new AccessRecord(
                loop, address.getBytes(StandardCharsets.US_ASCII), secured == null ? "" : secured.version());
        this.exchange = new Exchange(this, head, record);
    }

    static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "unknown";
    }

    LoopContext loop() {
        return loop;
    }

    Channel channel() {
        return channel;
    }

    /** Where answers are written. */
    Outlet outlet() {
        return outlet;
    }

    byte[] forwarded() {
        return forwarded;
    }

    /** Fields that every answer to this request gets. */
    byte[] added() {
        RouteTable.Entry routed = memo.entry();
        return routed == null ? Heads.NOTHING : Heads.added(routed.route().rules(), secure);
    }

    // Reading.

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.shared.counters.accepted.increment();
        loop.shared.counters.open.increment();
        loop.shared.clients.add(channel);
        channel.closeFuture().addListener(closed -> loop.shared.counters.open.decrement());
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
        if (!begun && !secure && in.getByte(in.readerIndex()) == TLS_HANDSHAKE) {
            refuse(Page.BAD_REQUEST, false, "TLS on the port for plain HTTP");
            return;
        }
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
        Page page = Admission.page(head, memo, secure, loop.shared.settings.limits());
        RouteTable.Entry routed = memo.entry();
        if (page == Page.NONE && routed != null) {
            exchange.begin(routed);
        } else {
            record.because(page.key());
            answer(page, !head.hasBody());
        }
    }

    /** Lets the body come, or come on. */
    void takeBody() {
        state = State.BODY;
        held = false;
        expect(Deadlines.Kind.BODY);
        process();
    }

    /** Takes no more for now. */
    void holdReading() {
        held = true;
        loop.deadlines.clear(waiter);
        adjustReading();
    }

    /** The last byte of the body has been taken. */
    void bodyEnded() {
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

    /** The edge's own answer to a request that was understood. */
    void answer(Page page, boolean requestDone) {
        boolean closes = !head.isKeptAlive() || !requestDone || loop.shared.isDraining() || page.status() == 400;
        boolean bodiless = head.method() == RequestHead.Method.HEAD;
        String id = record.requestId().toString();
        Answer answer = answer(page, id);
        write(answer, closes, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
        answerEnded(closes, requestDone);
    }

    private Answer answer(Page page, String id) {
        if (page.isElsewhere()) {
            int port = loop.shared.securePort();
            return loop.shared.pages.elsewhere(page, Heads.secureLocation(head, memo.host(), port), id);
        }
        return head.isNavigation()
                ? loop.shared.pages.page(page, head.value(Field.ACCEPT_LANGUAGE), id)
                : loop.shared.pages.problem(page, id);
    }

    private void write(Answer answer, boolean closes, boolean bodiless) {
        loop.shared.counters.answeredHere.increment();
        Heads.ofAnswer(answer, closes, bodiless, loop.text);
        outlet.head(loop.text, 0);
    }

    /** The last byte of an answer has been written: on to the next request, or to the end. */
    void answerEnded(boolean closes, boolean requestDone) {
        if (closes && !requestDone) {
            linger();
        } else if (closes) {
            prepareClosing();
            Ending.close(channel);
        } else {
            state = State.HEAD;
            head.reset();
            expect(Deadlines.Kind.KEEP_ALIVE);
            process();
        }
    }

    /** Ends an answer that cannot be completed, so that the client sees that it is not whole. */
    void cut(boolean endsByClosing) {
        prepareClosing();
        Ending.cut(channel, endsByClosing);
    }

    /** A body cannot be read on: its answer is cut off, or there is none. */
    void refuseRest(boolean answered, boolean endsByClosing) {
        if (answered) {
            cut(endsByClosing);
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
            write(loop.shared.pages.problem(page, record.requestId().toString()), true, false);
        }
        linger();
    }

    /** Says goodbye, then drops for a moment what still comes: closing at once would take the answer back (a reset). */
    private void linger() {
        state = State.CLOSING;
        dropWaiting();
        outlet.flush();
        Ending.finish(channel);
        expect(Deadlines.Kind.LINGER);
        held = false;
        adjustReading();
    }

    private void prepareClosing() {
        state = State.CLOSING;
        dropWaiting();
        loop.deadlines.clear(waiter);
        outlet.flush();
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
        } else if (event instanceof SslCloseCompletionEvent) {
            // After its close_notify a client gets nothing more.
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
