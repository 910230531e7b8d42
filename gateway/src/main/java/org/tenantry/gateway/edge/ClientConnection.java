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
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.Outlet;

/**
 * One client's connection: takes one request after the other. What comes while one is being answered waits as bytes, up to a
 * bound; then nothing more is read. Confined to its event loop.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
    /** Fired through a pipeline when the edge drains. */
    static final Object DRAIN = new Object();

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
    private final Intake intake;
    private final RequestHead head;
    private final HostMemo memo;
    private final byte[] forwarded;
    private final AccessRecord record;
    private final OwnAnswers answers;
    private final Exchange exchange;
    private final Waiter waiter = new Waiter();
    private State state = State.HEAD;
    private boolean processing;

    ClientConnection(LoopContext loop, Channel channel) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        String address = address(channel);
        this.loop = loop;
        this.channel = channel;
        this.outlet = new Outlet(channel);
        this.intake = new Intake(channel);
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.memo = new HostMemo(loop.shared.routes);
        this.forwarded = Heads.forwarded(address, "http");
        this.record = new AccessRecord(loop, address.getBytes(StandardCharsets.US_ASCII));
        this.answers = new OwnAnswers(loop, outlet, head, record);
        this.exchange = new Exchange(this, head, record);
    }

    private static String address(Channel channel) {
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
        intake.add(in);
        process();
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        for (ByteBuf in = intake.waiting(); in != null && take(in); in = intake.waiting()) {
            // Each step takes what it can.
        }
        processing = false;
        exchange.requestPaused();
        outlet.flush();
        intake.adjust();
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

    /** Lets the body come, or come on. */
    void takeBody() {
        state = State.BODY;
        intake.hold(false);
        expect(Deadlines.Kind.BODY);
        process();
    }

    /** Takes no more for now. */
    void holdReading() {
        intake.hold(true);
        loop.deadlines.clear(waiter);
        intake.adjust();
    }

    /** The last byte of the body has been taken. */
    void bodyEnded() {
        state = State.WAITING;
        intake.hold(false);
        loop.deadlines.clear(waiter);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.clientWritabilityChanged();
    }

    // Answering.

    /** The edge's own answer to a request that was understood. */
    void answer(Page page, boolean requestDone) {
        boolean closes = !head.isKeptAlive() || !requestDone || loop.shared.isDraining() || page.status() == 400;
        answers.page(page, closes);
        answerEnded(closes, requestDone);
    }

    /** The last byte of an answer has been written: on to the next request, or to the end. */
    void answerEnded(boolean closes, boolean requestDone) {
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

    /** Ends an answer that cannot be completed, so that the client sees that it is not whole. */
    void cut(boolean endsByClosing) {
        state = State.CLOSING;
        if (endsByClosing) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closeWhenWritten();
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
        answers.refusal(page, answered, why);
        linger();
    }

    /** Says goodbye, then drops for a moment what still comes: closing at once would take the answer back (a reset). */
    private void linger() {
        state = State.CLOSING;
        intake.drop();
        outlet.flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> ((DuplexChannel) channel).shutdownOutput());
        expect(Deadlines.Kind.LINGER);
        intake.hold(false);
        intake.adjust();
    }

    private void closeWhenWritten() {
        intake.drop();
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

    /** Hands the connection to somebody who reads bytes; what came already goes there first. */
    void become(ChannelInboundHandlerAdapter end) {
        loop.deadlines.clear(waiter);
        intake.hold(false);
        channel.pipeline().addLast(end);
        ByteBuf early = intake.remove();
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
        intake.drop();
        outlet.drop();
        exchange.clientGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        channel.close();
    }
}
