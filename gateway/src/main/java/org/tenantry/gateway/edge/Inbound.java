package org.tenantry.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.HeaderRules;
import org.tenantry.gateway.edge.http1.Target;

/** What must be known of a request after its head was rewritten for the instance. */
record Inbound(
        HttpRequest request,
        Target target,
        String requestId,
        String client,
        boolean http11,
        boolean keepAlive,
        boolean hasBody,
        boolean expectsContinue,
        boolean webSocket) {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    static Inbound of(HttpRequest request, Target target, String requestId, String client) {
        boolean http11 = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        boolean hasBody = Framing.isChunked(request) || Framing.length(request).orElse(0L) > 0;
        return new Inbound(
                request,
                target,
                requestId,
                client,
                http11,
                http11 && HttpUtil.isKeepAlive(request),
                hasBody,
                http11 && HeaderRules.names(request.headers(), HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE),
                http11
                        && !hasBody
                        && request.method().name().equals("GET")
                        && HeaderRules.asksForWebSocket(request.headers()));
    }

    String method() {
        return request.method().name();
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    /** Whether sending it twice is the same as sending it once, and nothing of it is used up by sending. */
    boolean isRepeatable() {
        return !hasBody && IDEMPOTENT.contains(method());
    }

    /** The path without its query. */
    String path() {
        int query = target.path().indexOf('?');
        return query < 0 ? target.path() : target.path().substring(0, query);
    }
}
