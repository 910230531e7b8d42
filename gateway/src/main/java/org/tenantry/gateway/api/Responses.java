package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;

/** Writes answers and problems, with the headers that every one of them carries. */
final class Responses {
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);

    private Responses() {}

    static Future<Void> send(HttpServerResponse response, Answer answer, String requestId) {
        common(response, requestId).setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.status() == 204) {
            return response.end();
        }
        response.putHeader("Content-Type", answer.type());
        return response.end(Buffer.buffer(answer.body()));
    }

    /** Tells a failure: a known one as it is, anything else as a bug, whose trace goes to the log once. */
    static Future<Void> fail(HttpServerResponse response, Throwable failure, String requestId) {
        if (response.closed()) {
            return Future.succeededFuture();
        }
        TenantryException known = known(failure, requestId);
        if (response.headWritten()) {
            response.reset();
            return Future.succeededFuture();
        }
        if (known.code() == ErrorCode.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"tenantry\"");
        }
        if (known.code().retryable()) {
            response.putHeader("Retry-After", "1");
        }
        Problem problem = Problem.of(known, requestId);
        return send(response, Answer.text(problem.status(), Problem.TYPE, Json.write(Json.open(), problem)), requestId);
    }

    /** The headers of every response: which request it answers, and that browsers are to do nothing with it. */
    static HttpServerResponse common(HttpServerResponse response, String requestId) {
        return response.putHeader("X-Request-Id", requestId)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static TenantryException known(Throwable failure, String requestId) {
        if (failure instanceof TenantryException known && known.code() != ErrorCode.INTERNAL) {
            return known;
        }
        LOG.error("{}: the request met a bug", requestId, failure);
        return TenantryException.of(
                ErrorCode.INTERNAL, "something that should not happen; the log has it as " + requestId);
    }
}
