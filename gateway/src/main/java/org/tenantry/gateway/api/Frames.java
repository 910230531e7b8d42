package org.tenantry.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.instances.Streams;

/**
 * Writes a container's stream to a response: frames as they come, no faster than the client reads, an empty frame now and
 * then so that both sides notice when the other is gone, and at the end one that says how it ended. A stream may last for
 * days, so whether it is still allowed is asked again every few seconds.
 *
 * @param allowed may block
 */
record Frames(Vertx vertx, Streams.Opened opened, Callable<Boolean> allowed) implements Handling.Stream {
    static final String TYPE = "application/vnd.tenantry.frames";
    private static final byte OUTPUT = 1;
    private static final byte END = 3;
    private static final long HEARTBEAT_MILLIS = 20_000;
    private static final long ALLOWED_MILLIS = 5_000;

    @Override
    public Future<Void> write(HttpServerResponse response) {
        if (response.closed()) {
            opened.cancel().run();
            return Future.succeededFuture();
        }
        Promise<Void> written = Promise.promise();
        response.putHeader("Content-Type", TYPE).putHeader("X-Accel-Buffering", "no");
        response.closeHandler(gone -> written.tryComplete());
        response.exceptionHandler(gone -> written.tryComplete());
        long heartbeat = vertx.setPeriodic(
                HEARTBEAT_MILLIS, HEARTBEAT_MILLIS, tick -> response.write(frame(OUTPUT, Buffer.buffer())));
        Promise<OptionalInt> end = Promise.promise();
        long watch = vertx.setPeriodic(ALLOWED_MILLIS, tick -> ask(end));
        relay(response);
        opened.outcome().onSuccess(end::tryComplete).onFailure(end::tryFail);
        end.future().onComplete(outcome -> {
            vertx.cancelTimer(heartbeat);
            opened.frames().handler(late -> {});
            opened.cancel().run();
            String how =
                    Json.write(Json.open(), outcome.succeeded() ? ended(outcome.result()) : broken(outcome.cause()));
            response.end(frame(END, Buffer.buffer(how))).onComplete(sent -> written.tryComplete());
        });
        return written.future().onComplete(over -> {
            vertx.cancelTimer(heartbeat);
            vertx.cancelTimer(watch);
            opened.cancel().run();
        });
    }

    /** A store that is away says nothing: it is asked again. */
    private void ask(Promise<OptionalInt> end) {
        Context context = vertx.getOrCreateContext();
        Blocking.call("stream allowed", allowed).onSuccess(still -> {
            if (!still) {
                context.runOnContext(ignored -> end.tryFail(
                        TenantryException.of(ErrorCode.UNAUTHENTICATED, "the token is not valid any more")));
            }
        });
    }

    private void relay(HttpServerResponse response) {
        opened.frames().handler(part -> {
            response.write(part);
            if (response.writeQueueFull()) {
                opened.frames().pause();
                response.drainHandler(drained -> opened.frames().resume());
            }
        });
        response.writeHead();
        opened.frames().resume();
    }

    static Buffer frame(byte channel, Buffer bytes) {
        return Buffer.buffer().appendByte(channel).appendInt(bytes.length()).appendBuffer(bytes);
    }

    private static Map<String, Object> ended(OptionalInt exitCode) {
        return exitCode.isPresent() ? Map.of("exitCode", exitCode.getAsInt()) : Map.of();
    }

    private static Map<String, Object> broken(Throwable failure) {
        TenantryException known = failure instanceof TenantryException told
                ? told
                : TenantryException.of(ErrorCode.UNAVAILABLE, "the stream broke off");
        return Map.of("code", known.code().key(), "message", known.message());
    }
}
