package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.tls.Secured;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * One client's connection: takes one request after the other. What comes while one is being answered waits as bytes, up to a
 * bound; then nothing more is read. Confined to its event loop.
 */
final class ClientConnection extends AnsweringConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** Fired through a pipeline when the edge drains. */
    static final Object DRAIN = new Object();

    /** The first byte of a TLS record with a handshake. */
    private static final byte TLS_HANDSHAKE = 22;

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

    private final Intake intake;
    private final Exchange exchange;
    private final Waiter waiter = new Waiter();
    private State state = State.HEAD;
    private boolean processing;

    /**
     * @param secured what its handshake has settled; null where it is plain
     */
    ClientConnection(LoopContext loop, Channel channel, @Nullable Secured secured) {
        super(loop, channel, secured);
        this.intake = new Intake(channel);
        this.exchange = reception.exchange();
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
        reception.begin(memo, visit, secure);
    }

    @Override
    public void takeBody() {
        state = State.BODY;
        intake.hold(false);
        expect(Deadlines.Kind.BODY);
        process();
    }

    @Override
    public void holdReading() {
        intake.hold(true);
        loop.deadlines.clear(waiter);
        intake.adjust();
    }

    @Override
    public void readOn() {
        intake.hold(false);
        intake.adjust();
    }

    @Override
    public int waiting() {
        ByteBuf in = intake.waiting();
        return in == null ? 0 : in.readableBytes();
    }

    @Override
    public void bodyEnded() {
        state = State.WAITING;
        intake.hold(false);
        loop.deadlines.clear(waiter);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.clientWritabilityChanged();
    }

    // Answering.

    @Override
    public void answer(Page page, boolean requestDone) {
        boolean closes = !head.isKeptAlive() || !requestDone || loop.shared.isDraining() || page.closes();
        page(page, closes);
        answerEnded(closes, requestDone);
    }

    @Override
    public void answerEnded(boolean closes, boolean requestDone) {
        if (closes && !requestDone) {
            linger();
        } else if (closes) {
            state = State.CLOSING;
            forget();
            expect(Deadlines.Kind.UNREAD);
            closeWhenWritten();
        } else {
            state = State.HEAD;
            head.reset();
            expect(Deadlines.Kind.KEEP_ALIVE);
            process();
        }
    }

    @Override
    public void cut(boolean endsByClosing) {
        state = State.CLOSING;
        forget();
        expect(Deadlines.Kind.UNREAD);
        cutWhenWritten(endsByClosing);
    }

    @Override
    public void refuseRest(boolean answered, boolean endsByClosing) {
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
        refusal(page, answered, why);
        linger();
    }

    /** Says goodbye, then drops for a moment what still comes: closing at once would take the answer back (a reset). */
    private void linger() {
        state = State.CLOSING;
        intake.drop();
        finishWhenWritten();
        expect(Deadlines.Kind.LINGER);
        intake.hold(false);
        intake.adjust();
    }

    private void forget() {
        intake.drop();
        loop.deadlines.clear(waiter);
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
                case KEEP_ALIVE -> idle();
                case LINGER -> channel.close();
                case UNREAD -> abort();
            }
        }
    }

    /** What was written last may still be on its way. */
    private void idle() {
        if (isUnread()) {
            expect(Deadlines.Kind.UNREAD);
        } else {
            channel.close();
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
    public void tunnel(ResponseHead answer, UpstreamConnection other, @Nullable Throttle throttle) {
        Heads.forWebSocket(answer, loop.text);
        outlet.head(loop.text, 0);
        outlet.flush();
        loop.deadlines.clear(waiter);
        Tunnel tunnel = Tunnel.between(loop, channel, other.channel(), record, throttle);
        other.become(tunnel.fromUpstream());
        become(tunnel.fromClient());
        tunnel.begin();
    }

    /** Hands the connection to somebody who reads bytes; what came already goes there first. */
    private void become(ChannelInboundHandlerAdapter end) {
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
        boolean ends = event == DRAIN || event == Departure.END_STREAM;
        if (ends && state == State.HEAD && !head.isBegun()) {
            channel.close();
        } else if (event == Departure.END_STREAM) {
            exchange.endStream();
        } else if (event instanceof SslCloseCompletionEvent) {
            // After its close_notify a client gets nothing more.
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.CLOSING;
        loop.deadlines.clear(waiter);
        intake.drop();
        outlet.drop();
        reception.clientGone();
        exchange.clientGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean network = cause instanceof IOException || cause.getCause() instanceof IOException;
        if (!network) {
            LOG.warn("{} is closed because the edge failed.", channel, cause);
        }
        channel.close();
    }
}
