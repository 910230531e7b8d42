package org.tenantry.gateway.edge.page;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.tenantry.common.json.Json;

/**
 * Makes the edge's own answers: a page in the visitor's language where a person navigates, a problem (RFC 9457) where a
 * program asks. A page that a program took for the application's answer would break it, so the status is always an error.
 */
public final class Pages {
    private final Texts texts = Texts.load();

    /** The answer to a request that was understood far enough to know who asks. */
    public FullHttpResponse answer(Page page, HttpRequest request, String requestId) {
        HttpHeaders headers = request.headers();
        if (!isNavigation(request)) {
            return problem(page, requestId);
        }
        String language = texts.languageFor(headers.get(HttpHeaderNames.ACCEPT_LANGUAGE, ""));
        FullHttpResponse answer = base(page, requestId, html(page, language, requestId));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        answer.headers().set(HttpHeaderNames.CONTENT_LANGUAGE, language);
        answer.headers().set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        return answer;
    }

    /** The answer for a program, or to something that was not understood. */
    public FullHttpResponse problem(Page page, String requestId) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", texts.title(page, Texts.ENGLISH));
        problem.put("status", page.status());
        problem.put("code", page.key());
        problem.put("detail", texts.text(page, Texts.ENGLISH));
        problem.put("requestId", requestId);
        FullHttpResponse answer = base(page, requestId, Json.write(Json.open(), problem));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        return answer;
    }

    private static boolean isNavigation(HttpRequest request) {
        String method = request.method().name();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads
                && request.headers().getAll(HttpHeaderNames.ACCEPT).stream()
                        .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains("text/html"));
    }

    private static FullHttpResponse base(Page page, String requestId, String text) {
        ByteBuf body = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()), body);
        HttpHeaders headers = answer.headers();
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set("X-Request-Id", requestId);
        headers.set("X-Content-Type-Options", "nosniff");
        if (page.retryAfterSeconds() > 0) {
            headers.set(HttpHeaderNames.RETRY_AFTER, page.retryAfterSeconds());
        }
        return answer;
    }

    private String html(Page page, String language, String requestId) {
        String refresh =
                page.reloads() ? "<meta http-equiv=\"refresh\" content=\"" + page.retryAfterSeconds() + "\">\n" : "";
        return texts.frame()
                .replace("{{lang}}", language)
                .replace("{{refresh}}", refresh)
                .replace("{{title}}", texts.title(page, language))
                .replace("{{text}}", texts.text(page, language))
                .replace("{{status}}", String.valueOf(page.status()))
                .replace("{{id}}", requestId);
    }
}
