package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.FieldSection;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.StreamEvents;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.http2.WebSocketKey;
import org.tenantry.gateway.edge.http2.hpack.DecodedFields;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/** One request on a stream of HTTP/2. Used again for another stream of the event loop, once this one is gone. */
final class ClientStream extends AnsweringStream implements StreamEvents {
    private final Exchange exchange;
    private final StreamBody body;
    private @Nullable StreamTunnel tunnel;
    private @Nullable WebSocketKey key;

    ClientStream(LoopContext loop) {
        super(loop);
        this.exchange = reception.exchange();
        this.body = new StreamBody(loop, exchange);
    }

    // The head.

    void begin(ClientStreams of, StreamOutlet to, DecodedFields fields, boolean whole) {
        begin(of, to);
        body.begin(to, whole);
        if (fields.isTooLarge()) {
            refuse(Refusal.HEAD_TOO_LARGE);
        } else if (!loop.requestFields.write(fields, whole, loop.text)) {
            malformed("malformed request", 400);
        } else if (read(loop.requestFields.key())) {
            admit(of);
        }
    }

    /** Reads the head as one of HTTP/1.1; false where that has refused it. */
    private boolean read(@Nullable WebSocketKey asked) {
        key = asked;
        if (head.feed(loop.text) == FieldSection.Progress.REFUSED) {
            refuse(head.refusal());
        } else if (asked != null && !head.asksForWebSocket()) {
            malformed("malformed wish for a WebSocket", 400);
        } else if (body.isEnded() && head.hasBody()) {
            malformed("body shorter than announced", 400);
        } else {
            announce();
            return true;
        }
        return false;
    }

    private void announce() {
        if (head.framing() == Framing.LENGTH) {
            body.announce(head.contentLength());
        }
    }

    private void admit(ClientStreams of) {
        HostMemo memo = of.memo();
        Refusal refusal = Admission.refusal(head, memo);
        if (refusal != Refusal.NONE) {
            refuse(refusal);
            return;
        }
        reception.begin(memo, of.visit(), of.isSecure());
    }

    private void refuse(Refusal refusal) {
        if (refusal.isAnswered()) {
            Page page = Page.ofRefusal(refusal.status());
            record.refused(refusal.why(), page.status());
            write(loop.shared.pages.problem(page, record.requestId().toString()), false);
            answerEnded(false, body.isEnded());
        } else {
            malformed(refusal.why(), refusal.status());
        }
    }

    private void malformed(String why, int status) {
        record.refused(why, status);
        body.drop();
        outlet().reset(Http2Error.PROTOCOL_ERROR);
    }

    // The body.

    @Override
    public int data(ByteBuf bytes) {
        StreamTunnel through = tunnel;
        if (through != null) {
            return through.data(bytes);
        }
        reception.grow(bytes.readableBytes());
        return body.data(bytes);
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public boolean fields(DecodedFields fields, boolean ends) {
        if (!ends || !loop.requestFields.writeTrailers(fields, loop.text)) {
            return false;
        }
        Trailers section = new Trailers();
        body.trailers(section);
        return section.feed(loop.text) == FieldSection.Progress.COMPLETE;
    }

    @Override
    public void ended() {
        StreamTunnel through = tunnel;
        if (through != null) {
            through.clientFinished();
        } else {
            body.end();
        }
    }

    @Override
    public void takeBody() {
        body.take();
    }

    @Override
    public void holdReading() {
        body.hold();
    }

    @Override
    public void readOn() {
        // It waits as bytes, and the window with it.
    }

    @Override
    public void bodyEnded() {
        body.taken();
    }

    // The answer.

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
        page(page);
        answerEnded(true, requestDone);
    }

    @Override
    public void answerEnded(boolean closes, boolean requestDone) {
        body.drop();
        body.expectReader();
        outlet().end(requestDone || body.isEnded());
    }

    @Override
    public void cut(boolean endsByClosing) {
        end(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void abort() {
        end(Http2Error.CANCEL);
    }

    @Override
    public void refuseRest(boolean answered, boolean endsByClosing) {
        end(answered ? Http2Error.INTERNAL_ERROR : Http2Error.PROTOCOL_ERROR);
    }

    private void end(Http2Error why) {
        body.drop();
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
    public void tunnel(ResponseHead answer, UpstreamConnection upstream, @Nullable Throttle throttle) {
        outlet().head(loop.responseFields.ofWebSocket(answer), false);
        StreamTunnel through = new StreamTunnel(outlet(), upstream, record, throttle);
        tunnel = through;
        through.begin();
        body.moveTo(through);
        if (body.isEnded()) {
            through.clientFinished();
        }
    }

    // The end.

    @Override
    public void departed() {
        StreamTunnel through = tunnel;
        if (through != null) {
            through.leave();
        } else {
            exchange.endStream();
        }
    }

    @Override
    public void gone() {
        StreamTunnel through = tunnel;
        tunnel = null;
        if (through != null) {
            through.clientGone();
        }
        reception.clientGone();
        exchange.clientGone();
        body.clear();
        key = null;
        clear();
        loop.giveStream(this);
    }
}
