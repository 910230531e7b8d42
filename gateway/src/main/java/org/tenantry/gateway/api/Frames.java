package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.OptionalInt;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.instances.Streams;

/**
 * Writes a container's stream to a response: frames as they come, no faster than the client reads, an empty frame now and
 * then so that both sides notice when the other is gone, and at the end one that says how it ended.
 */
record Frames(Vertx vertx, Streams.Opened opened) implements Handling.Stream {
    static final String TYPE = "application/vnd.tenantry.frames";
    private static final byte OUTPUT = 1;
    private static final byte END = 3;
    private static final long HEARTBEAT_MILLIS = 20_000;

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
        relay(response);
        opened.outcome().onComplete(outcome -> {
            vertx.cancelTimer(heartbeat);
            String end =
                    Json.write(Json.open(), outcome.succeeded() ? ended(outcome.result()) : broken(outcome.cause()));
            response.end(frame(END, Buffer.buffer(end))).onComplete(sent -> written.tryComplete());
        });
        return written.future().onComplete(over -> {
            vertx.cancelTimer(heartbeat);
            opened.cancel().run();
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
