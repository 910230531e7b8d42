package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.StreamEvents;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.http2.WebSocketKey;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * One request on a stream of HTTP/2. What comes of its body before an endpoint takes it waits as bytes, and the client's
 * window is given back only when it is taken. Used again for another stream of the event loop, once this one is gone.
 */
final class ClientStream extends Deadlines.Waiter implements Asker, StreamEvents {
    private enum State {
        /** Nobody takes the body yet. */
        WAITING,
        /** The body goes to an endpoint. */
        BODY,
        /** Nobody takes what still comes. */
        DROPPING,
        TUNNEL
    }

    private final LoopContext loop;
    private final RequestHead head;
    private final AccessRecord record;
    private final Exchange exchange;
    private final WaitingBytes waiting = new WaitingBytes();
    private @Nullable ClientStreams client;
    private @Nullable StreamOutlet outlet;
    private @Nullable StreamTunnel tunnel;
    private @Nullable WebSocketKey key;
    private Optional<Trailers> after = Optional.empty();
    private State state = State.DROPPING;
    private boolean held;
    private boolean ended;
    private boolean processing;
    private int owed;

    ClientStream(LoopContext loop) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        this.loop = loop;
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.record = new AccessRecord(loop, "h2");
        this.exchange = new Exchange(loop, this, head, record);
    }

    private ClientStreams client() {
        return present(client);
    }

    private StreamOutlet outlet() {
        return present(outlet);
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("a stream that has not begun");
        }
        return part;
    }

    // The head.

    void begin(ClientStreams of, StreamOutlet to, Http2Headers fields, boolean whole) {
        client = of;
        outlet = to;
        ended = whole;
        held = false;
        owed = 0;
        state = State.WAITING;
        record.of(of.address(), of.tls());
        boolean good = loop.requestFields.write(fields, whole, loop.text);
        if (!good) {
            malformed("malformed request", 400);
        } else if (read(loop.requestFields.key())) {
            admit(of);
        }
    }

    /** Reads the head as one of HTTP/1.1; false where that has refused it. */
    private boolean read(@Nullable WebSocketKey asked) {
        key = asked;
        ByteBuf in = client().channel().alloc().heapBuffer(loop.text.length());
        loop.text.copyTo(in);
        FieldSection.Progress progress = head.feed(in);
        boolean whole = progress == FieldSection.Progress.COMPLETE && !in.isReadable();
        in.release();
        if (whole && asked != null && !head.asksForWebSocket()) {
            malformed("malformed wish for a WebSocket", 400);
            return false;
        }
        if (!whole) {
            refuse(head.refusal());
        }
        return whole;
    }

    private void admit(ClientStreams of) {
        HostMemo memo = of.memo();
        Refusal refusal = Admission.refusal(head, memo);
        if (refusal != Refusal.NONE) {
            refuse(refusal);
            return;
        }
        record.begin(head, memo);
        Page page = Admission.page(head, memo, of.isSecure(), loop.shared.settings.limits());
        RouteTable.Entry routed = memo.entry();
        if (page == Page.NONE && routed != null) {
            exchange.begin(routed);
        } else {
            record.because(page.key());
            answer(page, !head.hasBody());
        }
    }

    private void refuse(Refusal refusal) {
        if (refusal.isAnswered()) {
            Page page = Page.ofRefusal(refusal.status());
            record.refused(refusal.why(), page.status());
            write(loop.shared.pages.problem(page, record.requestId().toString()), false);
            answerEnded(false, ended);
        } else {
            malformed(refusal.why(), refusal.status());
        }
    }

    private void malformed(String why, int status) {
        record.refused(why, status);
        state = State.DROPPING;
        outlet().reset(Http2Error.PROTOCOL_ERROR);
    }

    // The body.

    @Override
    public int data(ByteBuf bytes) {
        StreamTunnel through = tunnel;
        if (through != null) {
            return through.data(bytes);
        }
        if (state == State.DROPPING) {
            return bytes.readableBytes();
        }
        if (state == State.WAITING || held || !waiting.isEmpty()) {
            waiting.add(bytes, client().channel().alloc());
            return 0;
        }
        expect(Deadlines.Kind.BODY);
        int used = pass(bytes);
        exchange.requestPaused();
        return used;
    }

    /** Says how many bytes the client may send instead of these. */
    private int pass(ByteBuf bytes) {
        int all = bytes.readableBytes();
        exchange.requestBytes(bytes);
        if (held && state == State.BODY) {
            owed += all;
            return 0;
        }
        return all;
    }

    @Override
    public boolean trailers(Http2Headers fields) {
        if (!loop.requestFields.writeTrailers(fields, loop.text)) {
            return false;
        }
        Trailers section = new Trailers();
        ByteBuf in = client().channel().alloc().heapBuffer(loop.text.length());
        loop.text.copyTo(in);
        FieldSection.Progress progress = section.feed(in);
        in.release();
        after = Optional.of(section);
        return progress == FieldSection.Progress.COMPLETE;
    }

    @Override
    public void ended() {
        ended = true;
        StreamTunnel through = tunnel;
        if (through != null) {
            through.clientFinished();
        } else {
            process();
        }
    }

    @Override
    public BodyRelay.Form requestForm(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS;
            case NONE, UNTIL_CLOSE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    @Override
    public void takeBody() {
        state = State.BODY;
        held = false;
        expect(Deadlines.Kind.BODY);
        giveBackOwed();
        process();
    }

    private void giveBackOwed() {
        int bytes = owed;
        owed = 0;
        outlet().giveBack(bytes);
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        while (takes() && !waiting.isEmpty()) {
            ByteBuf piece = waiting.take();
            outlet().giveBack(pass(piece));
            piece.release();
        }
        processing = false;
        if (takes() && ended) {
            exchange.requestEnded(after);
        }
        exchange.requestPaused();
    }

    private boolean takes() {
        return state == State.BODY && !held;
    }

    @Override
    public void holdReading() {
        held = true;
        loop.deadlines.clear(this);
    }

    @Override
    public void bodyEnded() {
        loop.deadlines.clear(this);
        giveBackOwed();
        drop();
    }

    /** What still comes is nobody's. */
    private void drop() {
        state = State.DROPPING;
        held = false;
        waiting.drop();
    }

    // The answer.

    @Override
    public byte[] forwarded() {
        return client().forwarded();
    }

    @Override
    public BodyRelay.Form form(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.DATA_OF_CHUNKS;
            case UNTIL_CLOSE -> BodyRelay.Form.UNTIL_CLOSE;
            case NONE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    @Override
    public void interim(ResponseHead answer) {
        outlet().head(loop.responseFields.of(answer, false, false), false);
        outlet().flush();
    }

    @Override
    public void head(ResponseHead answer, BodyRelay.Form form, boolean closes, long length) {
        boolean empty = form == BodyRelay.Form.NONE || (form == BodyRelay.Form.LENGTH && length == 0);
        RouteTable.Entry routed = client().memo().entry();
        boolean strict =
                routed != null && client().isSecure() && routed.route().rules().isStrict();
        outlet().head(loop.responseFields.of(answer, answer.status() != 204, strict), empty);
    }

    @Override
    public BodyRelay.Sink body() {
        return outlet();
    }

    @Override
    public void flush() {
        outlet().flush();
    }

    @Override
    public boolean isWritable() {
        return outlet().isWritable();
    }

    @Override
    public void writabilityChanged() {
        StreamTunnel through = tunnel;
        if (through != null) {
            through.clientWritabilityChanged();
        } else {
            exchange.clientWritabilityChanged();
        }
    }

    @Override
    public void answer(Page page, boolean requestDone) {
        boolean bodiless = head.method() == RequestHead.Method.HEAD;
        String id = record.requestId().toString();
        Answer answer = AnsweringConnection.answer(loop.shared, page, head, client().memo(), id);
        write(answer, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
        answerEnded(true, requestDone);
    }

    private void write(Answer answer, boolean bodiless) {
        loop.shared.counters.answeredHere.increment();
        outlet().head(loop.responseFields.of(answer), bodiless);
        if (!bodiless) {
            outlet().write(Unpooled.wrappedBuffer(answer.body()));
        }
    }

    @Override
    public void answerEnded(boolean closes, boolean requestDone) {
        loop.deadlines.clear(this);
        drop();
        outlet().end(requestDone || ended);
    }

    @Override
    public void cut(boolean endsByClosing) {
        end(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void refuseRest(boolean answered, boolean endsByClosing) {
        end(answered ? Http2Error.INTERNAL_ERROR : Http2Error.PROTOCOL_ERROR);
    }

    private void end(Http2Error why) {
        loop.deadlines.clear(this);
        drop();
        outlet().reset(why);
    }

    // WebSockets.

    @Override
    public boolean understands(ResponseHead answer) {
        WebSocketKey asked = key;
        return answer.status() == 101
                ? asked != null && asked.isAnsweredBy(answer.value(Field.SEC_WEBSOCKET_ACCEPT))
                : answer.status() < 200 || answer.status() >= 300;
    }

    @Override
    public void tunnel(ResponseHead answer, UpstreamConnection upstream) {
        state = State.TUNNEL;
        outlet().head(loop.responseFields.ofWebSocket(answer), false);
        StreamTunnel through = new StreamTunnel(outlet(), upstream, record);
        tunnel = through;
        through.begin();
        while (!waiting.isEmpty()) {
            ByteBuf piece = waiting.take();
            outlet().giveBack(through.data(piece));
            piece.release();
        }
        if (ended) {
            through.clientFinished();
        }
        outlet().flush();
    }

    // Time, and the end.

    private void expect(Deadlines.Kind kind) {
        loop.deadlines.set(this, kind, loop.nanos());
    }

    @Override
    void missed(Deadlines.Kind kind) {
        exchange.refuseBody(Page.TIMEOUT, "body stopped coming");
    }

    @Override
    public void departed() {
        StreamTunnel through = tunnel;
        if (through != null) {
            through.cut();
        } else {
            exchange.endStream();
        }
    }

    @Override
    public void gone() {
        loop.deadlines.clear(this);
        StreamTunnel through = tunnel;
        tunnel = null;
        if (through != null) {
            through.clientGone();
        }
        exchange.clientGone();
        drop();
        outlet().drop();
        after = Optional.empty();
        key = null;
        client = null;
        outlet = null;
        head.reset();
        loop.giveStream(this);
    }
}
