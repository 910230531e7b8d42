package org.tenantry.gateway.edge;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.HeaderRules;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;
import org.tenantry.gateway.edge.upstream.UpstreamEvents;

/**
 * One request on its way to an instance and its answer on the way back. Pieces of bodies go through as they come; a side
 * that cannot take more stops the other side's reading. Confined to one event loop, on which both connections live.
 */
final class Exchange implements UpstreamEvents, Attempts.Outcome {
    private final LoopContext loop;
    private final ClientConnection client;
    private final Inbound inbound;
    private final RouteTable.Entry routed;
    private final AccessRecord record;
    private final Attempts attempts;
    private @Nullable UpstreamConnection upstream;
    private boolean requestDone;
    private boolean answered;
    private boolean interim;
    private boolean switching;
    private boolean closes;
    private boolean endsByClosing;
    private boolean endless;
    private boolean upstreamStays;
    private boolean over;

    Exchange(ClientConnection client, Inbound inbound, RouteTable.Entry routed) {
        this.loop = client.loop();
        this.client = client;
        this.inbound = inbound;
        this.routed = routed;
        this.record = new AccessRecord(loop, inbound, Optional.of(routed));
        this.attempts = new Attempts(loop, inbound, routed.route(), this);
        this.requestDone = !inbound.hasBody();
    }

    void start() {
        Heads.forUpstream(inbound);
        attempts.next();
    }

    // The way to an endpoint.

    @Override
    public void connected(UpstreamConnection connection) {
        if (over) {
            loop.pool.give(connection, false);
            return;
        }
        upstream = connection;
        record.asks(connection.endpoint());
        connection.begin(this, inbound.isHead());
        connection.channel().write(inbound.request());
        if (requestDone) {
            connection.channel().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            connection.channel().flush();
            client.takeBody();
        }
    }

    @Override
    public void unreachable(String why) {
        if (!over) {
            answerHere(Page.UNREACHABLE, why);
        }
    }

    // What the client does.

    /** A piece of the request's body, which this owns now. */
    void requestContent(HttpContent piece) {
        UpstreamConnection to = upstream;
        if (to == null || over || requestDone) {
            piece.release();
            return;
        }
        long soFar = record.received(piece.content().readableBytes());
        if (soFar > loop.shared.settings.limits().body()) {
            piece.release();
            refuseBody(Page.TOO_LARGE, "body too large");
            return;
        }
        if (piece instanceof LastHttpContent last) {
            HeaderRules.stripTrailers(last.trailingHeaders());
            requestDone = true;
            client.holdReading();
        }
        to.channel().write(piece, to.channel().voidPromise());
        if (!requestDone && !to.channel().isWritable()) {
            client.holdReading();
        }
    }

    void requestPaused() {
        UpstreamConnection to = upstream;
        if (to != null) {
            to.channel().flush();
        }
    }

    /** The body cannot be taken to its end: the instance must not take what came for the whole. */
    void refuseBody(Page page, String why) {
        if (over) {
            return;
        }
        dropUpstream();
        if (answered) {
            end(why);
            client.cut(endsByClosing);
        } else {
            answerHere(page, why);
        }
    }

    void clientWritabilityChanged() {
        UpstreamConnection from = upstream;
        if (from != null) {
            from.channel().config().setAutoRead(client.isWritable());
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
    public void head(HttpResponse head) {
        int code = head.status().code();
        Optional<String> complaint = Framing.complaint(head);
        if (complaint.isPresent() || (code == 101 && !(inbound.webSocket() && Heads.becomesWebSocket(head)))) {
            dropUpstream();
            failed("upstream's answer: " + complaint.orElse("a change of protocol that nobody asked for"));
        } else if (code == 101) {
            switching = true;
            switchProtocols(head);
        } else if (code < 200) {
            interim = true;
            passInterim(head, code);
        } else {
            answered = true;
            passHead(head);
        }
    }

    @Override
    public void content(HttpContent piece) {
        if (switching || interim) {
            piece.release();
            interim = false;
            if (switching) {
                tunnel();
            }
            return;
        }
        record.sent(piece.content().readableBytes());
        if (piece instanceof LastHttpContent last) {
            HeaderRules.stripTrailers(last.trailingHeaders());
            client.write(piece);
            complete();
        } else {
            client.write(piece);
            clientWritabilityChanged();
        }
    }

    @Override
    public void paused() {
        client.flush();
    }

    @Override
    public void writabilityChanged() {
        UpstreamConnection to = upstream;
        if (to != null && !requestDone) {
            if (to.channel().isWritable()) {
                client.takeBody();
            } else {
                client.holdReading();
            }
        }
    }

    @Override
    public void lost(String why) {
        upstream = null;
        if (!answered && !interim && attempts.again()) {
            return;
        }
        failed(why);
    }

    private void failed(String why) {
        if (over) {
            return;
        }
        if (answered || switching) {
            end(why);
            client.cut(endsByClosing);
        } else {
            answerHere(Page.UPSTREAM_FAILED, why);
        }
    }

    private void passInterim(HttpResponse head, int code) {
        if (inbound.http11() && (code != 100 || inbound.expectsContinue())) {
            Heads.forClient(head, inbound);
            client.write(head);
            client.write(LastHttpContent.EMPTY_LAST_CONTENT);
            client.flush();
        }
    }

    private void passHead(HttpResponse head) {
        upstreamStays = HttpUtil.isKeepAlive(head);
        endless = !HttpUtil.isContentLengthSet(head);
        endsByClosing = Heads.forClient(head, inbound);
        closes = endsByClosing || !inbound.keepAlive() || !requestDone || loop.shared.isDraining();
        if (closes) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        record.answers(head.status().code());
        client.write(head);
    }

    private void complete() {
        UpstreamConnection done = upstream;
        upstream = null;
        if (done != null) {
            loop.pool.give(done, upstreamStays && requestDone && isStillRouted(done));
        }
        end(null);
        client.answerEnded(closes, requestDone);
    }

    /** A connection to an endpoint that its route has lost must not rest in the pool. */
    private boolean isStillRouted(UpstreamConnection connection) {
        Optional<RouteTable.Entry> now = loop.shared.routes.entry(routed.route().host());
        return now.isPresent()
                && (now.get() == routed
                        || now.get().route().availability().endpoints().contains(connection.endpoint()));
    }

    private void switchProtocols(HttpResponse head) {
        HeaderRules.stripResponse(head.headers());
        Heads.upgrade(head.headers());
        record.answers(101);
        client.write(head);
        client.write(LastHttpContent.EMPTY_LAST_CONTENT);
        client.flush();
    }

    private void tunnel() {
        UpstreamConnection to = upstream;
        if (to != null && !over) {
            over = true;
            upstream = null;
            Tunnel.between(client, to, record);
        }
    }

    private void answerHere(Page page, String why) {
        dropUpstream();
        over = true;
        record.because(why);
        client.answer(page, inbound, record, requestDone);
    }

    private void dropUpstream() {
        UpstreamConnection dropped = upstream;
        upstream = null;
        if (dropped != null) {
            dropped.abort();
        }
    }

    private void end(@Nullable String why) {
        if (!over) {
            over = true;
            if (why != null) {
                record.because(why);
            }
            record.end();
        }
    }
}
