package org.tenantry.gateway.edge;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.Upstream;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;
import org.tenantry.gateway.edge.upstream.UpstreamEvents;

/**
 * One request on its way to an instance and its answer on the way back. Pieces of bodies go through as they come; a side
 * that cannot take more stops the other side's reading. Used again for the next request of its connection: whatever may
 * start that one is the last thing that a method does. Confined to one event loop, on which both connections live.
 */
final class Exchange implements UpstreamEvents, Attempts.Outcome, Throttle.Slowed {
    private final LoopContext loop;
    private final Asker client;
    private final Reception reception;
    private final RequestHead request;
    private final AccessRecord record;
    private final Attempts attempts;
    private final Reader reader = new Reader();
    private final BodyRelay requestBody;
    private final BodyRelay answerBody;
    private RouteTable.@Nullable Entry routed;
    private @Nullable Upstream upstream;
    private @Nullable Throttle throttle;
    private boolean webSocket;
    private boolean requestDone;
    private boolean answered;
    private boolean interim;
    private boolean closes;
    private boolean endsByClosing;
    private boolean endless;
    private boolean upstreamStays;
    private boolean awaitsReader;
    private boolean over = true;
    private long bodyLimit;

    Exchange(LoopContext loop, Asker client, Reception reception, RequestHead request, AccessRecord record) {
        this.client = client;
        this.reception = reception;
        this.loop = loop;
        this.request = request;
        this.record = record;
        this.attempts = new Attempts(loop, this);
        this.requestBody = new BodyRelay(loop.text);
        this.answerBody = new BodyRelay(loop.text);
    }

    /** Begins with the request whose head has just been read. */
    void begin(RouteTable.Entry to) {
        routed = to;
        upstream = null;
        webSocket = request.asksForWebSocket();
        answered = false;
        interim = false;
        closes = false;
        endsByClosing = false;
        endless = false;
        upstreamStays = false;
        awaitsReader = false;
        over = false;
        throttle = Throttle.of(loop, to.route().rules(), record, this);
        bodyLimit = to.route().rules().body();
        requestBody.begin(client.requestForm(request.framing()), request.contentLength());
        requestDone = requestBody.isEmpty();
        attempts.begin(to, request);
    }

    // The way to an endpoint.

    @Override
    public void connected(Upstream connection) {
        if (webSocket && connection.isShared()) {
            loop.pool.give(connection, true);
            answerHere(Page.NO_WEBSOCKET, Page.NO_WEBSOCKET.key());
            return;
        }
        upstream = connection;
        record.asks(connection.name());
        connection.begin(this);
        if (connection.isShared()) {
            requestBody.passDataOnly();
        }
        Heads.forUpstream(request, hop(connection), client.forwarded(), record, loop.text);
        connection.outlet().head(loop.text, requestDone ? 0 : request.contentLength());
        Throttle by = throttle;
        if (by == null) {
            sendBody(connection);
        } else {
            slow(connection, by);
        }
    }

    private void sendBody(Upstream connection) {
        if (requestDone) {
            connection.outlet().flush();
        } else {
            client.takeBody();
        }
    }

    private byte[] hop(Upstream by) {
        if (webSocket) {
            return Heads.WEB_SOCKET;
        }
        return by.isShared() && request.takesTrailers() ? Heads.TRAILERS : Heads.NOTHING;
    }

    /** Where others have used up what there is, its bodies wait for their turns from the beginning. */
    private void slow(Upstream connection, Throttle by) {
        by.sent(0);
        if (by.holdsAnswer()) {
            connection.read(false);
        }
        if (!requestDone) {
            by.received(0);
        }
        if (by.holdsRequest()) {
            client.holdReading();
            connection.outlet().flush();
        } else {
            sendBody(connection);
        }
    }

    @Override
    public void receiveOn() {
        writabilityChanged();
    }

    @Override
    public void sendOn() {
        clientWritabilityChanged();
    }

    private void received(long bytes) {
        Throttle by = throttle;
        record.received(bytes);
        if (by != null) {
            by.received(bytes);
        }
    }

    private void sent(long bytes) {
        Throttle by = throttle;
        record.sent(bytes);
        if (by != null) {
            by.sent(bytes);
        }
    }

    private boolean isRequestHeld() {
        Throttle by = throttle;
        return by != null && by.holdsRequest();
    }

    private boolean isAnswerHeld() {
        Throttle by = throttle;
        return by != null && by.holdsAnswer();
    }

    @Override
    public void unreachable(String why) {
        finish();
        reception.unreachable(why);
    }

    // What the client does.

    /** Bytes that came after the head; takes those of the body and leaves the rest. */
    void requestBytes(ByteBuf in) {
        Upstream to = upstream;
        if (to == null) {
            return;
        }
        long before = requestBody.data();
        BodyRelay.Progress progress = requestBody.pass(in, to.outlet());
        received(requestBody.data() - before);
        if (progress == BodyRelay.Progress.MALFORMED) {
            refuseBody(Page.NONE, "malformed body");
        } else if (requestBody.data() > bodyLimit) {
            refuseBody(Page.TOO_LARGE, "body too large");
        } else if (progress == BodyRelay.Progress.WHOLE) {
            requestDone = true;
            to.outlet().end();
            client.bodyEnded();
        } else if (!to.outlet().isWritable() || isRequestHeld()) {
            client.holdReading();
        }
    }

    /** The body has ended where the client's protocol says so apart from its bytes, with fields after it. */
    void requestEnded(Optional<Trailers> after) {
        Upstream to = upstream;
        if (to == null || requestDone) {
            return;
        }
        if (requestBody.close(to.outlet(), after) == BodyRelay.Progress.WHOLE) {
            requestDone = true;
            to.outlet().end();
            client.bodyEnded();
            to.outlet().flush();
        } else {
            refuseBody(Page.NONE, "body shorter than announced");
        }
    }

    /** Whether a body may stop coming for a while, as the messages of gRPC do. */
    boolean mayPause() {
        Upstream to = upstream;
        return to != null && to.isShared();
    }

    void requestPaused() {
        Upstream to = upstream;
        if (to != null) {
            to.outlet().flush();
        }
    }

    /** The body cannot be taken to its end: the instance must not take what came for the whole. */
    void refuseBody(Page page, String why) {
        dropUpstream();
        if (answered || page == Page.NONE) {
            end(why);
            client.refuseRest(answered, endsByClosing);
        } else {
            answerHere(page, why);
        }
    }

    void clientWritabilityChanged() {
        Upstream from = upstream;
        if (from == null) {
            return;
        }
        boolean keepsUp = client.isWritable();
        boolean reads = keepsUp && !isAnswerHeld();
        if (from.isReading() != reads) {
            from.read(reads);
        }
        if (awaitsReader == keepsUp) {
            awaitReader(!keepsUp);
        }
    }

    private void awaitReader(boolean awaits) {
        awaitsReader = awaits;
        if (awaits) {
            loop.deadlines.set(reader, Deadlines.Kind.UNREAD, loop.nanos());
        } else {
            loop.deadlines.clear(reader);
        }
    }

    void clientGone() {
        if (!over) {
            if (!answered) {
                record.answers(499);
            }
            dropUpstream();
            end("client left");
        }
    }

    /** The edge goes: an answer that doesn't say how long it is may never end by itself. */
    void endStream() {
        if (answered && endless && !over) {
            dropUpstream();
            end("gateway restarts");
            client.cut(endsByClosing);
        }
    }

    // What the instance does.

    @Override
    public Next head(ResponseHead head) {
        int code = head.status();
        Framing framing = head.framing(request.method() == RequestHead.Method.HEAD);
        if (framing.isRefused()) {
            return distrusted(framing.refusal().why());
        }
        if (webSocket && !client.understands(head)) {
            return distrusted("no answer to the wish for a WebSocket");
        }
        if (code == 101) {
            return webSocket && head.becomesWebSocket()
                    ? switchProtocols(head)
                    : distrusted("a change of protocol that nobody asked for");
        }
        if (code < 200) {
            interim = true;
            passInterim(head, code);
            return Next.HEAD;
        }
        passHead(head, framing);
        if (answerBody.isEmpty() && endsWithBytes()) {
            complete();
            return Next.NOTHING;
        }
        if (endless) {
            attempts.endless();
        }
        return Next.BODY;
    }

    private Next distrusted(String why) {
        dropUpstream();
        failed("upstream's answer: " + why);
        return Next.NOTHING;
    }

    private void passInterim(ResponseHead head, int code) {
        if (code != 100 || request.expectsContinue()) {
            client.interim(head);
        }
    }

    private void passHead(ResponseHead head, Framing framing) {
        BodyRelay.Form form = client.form(framing);
        Upstream from = upstream;
        answered = true;
        attempts.answered();
        endless = framing != Framing.LENGTH;
        upstreamStays = head.isKeptAlive();
        if (from != null) {
            from.learn(head.keepAliveSeconds());
        }
        answerBody.begin(form, head.contentLength());
        endsByClosing = form == BodyRelay.Form.UNTIL_CLOSE || form == BodyRelay.Form.DATA_OF_CHUNKS;
        closes = endsByClosing || !request.isKeptAlive() || !requestDone || loop.shared.isDraining();
        record.relays(head.status());
        client.keep(attempts.cookie(client.isSecure()));
        client.head(head, form, closes, answerBody.isEmpty() ? 0 : head.contentLength());
    }

    @Override
    public void body(ByteBuf in) {
        long before = answerBody.data();
        BodyRelay.Progress progress = answerBody.pass(in, client.body());
        sent(answerBody.data() - before);
        switch (progress) {
            case WHOLE -> {
                if (endsWithBytes()) {
                    complete();
                } else if (in.isReadable()) {
                    malformed();
                }
            }
            case MALFORMED -> malformed();
            case MORE -> clientWritabilityChanged();
        }
    }

    private void malformed() {
        dropUpstream();
        failed("upstream's body is malformed");
    }

    /** Whether an answer is whole with the last byte of its body; else {@link #ended} tells so. */
    private boolean endsWithBytes() {
        Upstream from = upstream;
        return from == null || !from.isShared();
    }

    @Override
    public void paused() {
        client.flush();
    }

    @Override
    public void writabilityChanged() {
        Upstream to = upstream;
        if (to != null && !requestDone) {
            if (to.outlet().isWritable() && !isRequestHeld()) {
                client.takeBody();
            } else {
                client.holdReading();
            }
        }
    }

    @Override
    public void ended(Optional<Trailers> after) {
        if (answered && answerBody.close(client.body(), after) == BodyRelay.Progress.WHOLE) {
            complete();
        } else {
            dropUpstream();
            failed("upstream closed the connection");
        }
    }

    @Override
    public void lost(String why, Loss loss) {
        upstream = null;
        if (!answered) {
            attempts.failed(loss);
        }
        if (answered || interim || !isUnsent() || !again(loss)) {
            failed(why);
        }
    }

    private boolean again(Loss loss) {
        if (!requestDone) {
            client.holdReading();
        }
        return attempts.again(loss);
    }

    /** Whether nothing of the request's body has gone out. */
    private boolean isUnsent() {
        return requestBody.data() == 0 && requestDone != request.hasBody();
    }

    private void failed(String why) {
        if (answered) {
            end(why);
            client.cut(endsByClosing);
        } else {
            answerHere(Page.UPSTREAM_FAILED, why);
        }
    }

    private void complete() {
        Upstream done = upstream;
        upstream = null;
        if (done != null) {
            loop.pool.give(done, upstreamStays && requestDone && isStillRouted(done.endpoint()));
        }
        end("");
        client.answerEnded(closes, requestDone);
    }

    /** A connection to an endpoint that its route has lost must not rest in the pool. */
    private boolean isStillRouted(Endpoint endpoint) {
        RouteTable.Entry by = routed;
        return by != null && loop.shared.routes.leadsTo(by, endpoint);
    }

    private Next switchProtocols(ResponseHead head) {
        Upstream to = upstream;
        upstream = null;
        Throttle by = throttle;
        throttle = null;
        over = true;
        loop.deadlines.clear(reader);
        record.answers(101);
        if (to instanceof UpstreamConnection connection) {
            attempts.handOver(connection);
            client.tunnel(head, connection, by);
        }
        return Next.NOTHING;
    }

    private void answerHere(Page page, String why) {
        dropUpstream();
        finish();
        record.because(why);
        client.answer(page, requestDone);
    }

    private void dropUpstream() {
        Upstream dropped = upstream;
        upstream = null;
        if (dropped != null) {
            dropped.abort();
        }
    }

    private void end(String why) {
        finish();
        record.because(why);
        record.end();
    }

    /** Nobody is waited for any more. */
    private void finish() {
        attempts.stop();
        loop.deadlines.clear(reader);
        over = true;
        Throttle by = throttle;
        throttle = null;
        if (by != null) {
            by.stop();
        }
    }

    /** The client, who takes what is written. */
    private final class Reader extends Deadlines.Waiter {
        @Override
        void missed(Deadlines.Kind kind) {
            dropUpstream();
            end("client takes nothing");
            client.abort();
        }
    }
}
