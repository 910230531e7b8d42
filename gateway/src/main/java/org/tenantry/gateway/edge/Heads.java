package org.tenantry.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.HeaderRules;

/** Rewrites heads on their way: what one hop said to the other goes, what the edge vouches for comes. */
final class Heads {
    private Heads() {}

    /** Makes of the client's request the one that the instance gets; the host stays as it came. */
    static HttpRequest forUpstream(Inbound inbound) {
        HttpRequest request = inbound.request();
        HttpHeaders headers = request.headers();
        HeaderRules.stripRequest(headers);
        if (!inbound.expectsContinue()) {
            headers.remove(HttpHeaderNames.EXPECT);
        }
        headers.set("X-Forwarded-For", inbound.client());
        headers.set("X-Forwarded-Proto", "http");
        headers.set("X-Forwarded-Host", headers.get(HttpHeaderNames.HOST));
        headers.set("X-Request-Id", inbound.requestId());
        if (inbound.webSocket()) {
            upgrade(headers);
        }
        request.setUri(inbound.target().path());
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        return request;
    }

    /** Makes of an instance's answer the one that the client gets. Says whether its end is the end of the connection. */
    static boolean forClient(HttpResponse response, Inbound inbound) {
        HttpHeaders headers = response.headers();
        HeaderRules.stripResponse(headers);
        response.setProtocolVersion(HttpVersion.HTTP_1_1);
        int code = response.status().code();
        boolean bodiless = inbound.isHead() || code < 200 || code == 204 || code == 304;
        if (bodiless || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return false;
        }
        if (inbound.http11()) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            return false;
        }
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        return true;
    }

    /** Whether an answer with 101 really changes to a WebSocket. */
    static boolean becomesWebSocket(HttpResponse response) {
        String protocol = response.headers().get(HttpHeaderNames.UPGRADE, "");
        return HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(protocol) && !Framing.isChunked(response);
    }

    static void upgrade(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
}
