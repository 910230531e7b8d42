package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.events.Batch;
import org.tenantry.gateway.events.Cursor;
import org.tenantry.gateway.events.Event;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.tokens.Tokens;

/**
 * One follower of the change feed. A virtual thread reads, writes and waits for the client to take what was written, so a
 * slow client costs one small batch. It ends when the client leaves, does not read for half a minute, or its token does not
 * open anything any more.
 */
record EventStream(Events events, Tokens tokens, Principal principal, Cursor start) implements Handling.Stream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final long PATIENCE_SECONDS = 30;

    @Override
    public Future<Void> write(HttpServerResponse response) {
        Promise<Void> over = Promise.promise();
        response.putHeader("Content-Type", "text/event-stream").putHeader("X-Accel-Buffering", "no");
        Thread follower = Thread.ofVirtual().name("events").unstarted(() -> follow(response, over));
        response.closeHandler(gone -> follower.interrupt());
        response.exceptionHandler(gone -> follower.interrupt());
        follower.start();
        return over.future();
    }

    private void follow(HttpServerResponse response, Promise<Void> over) {
        try {
            send(response, ": " + start + "\n\n");
            Cursor cursor = start;
            while (tokens.stillValid(principal)) {
                cursor = pass(response, cursor);
            }
            response.end();
        } catch (InterruptedException | ExecutionException | TimeoutException gone) {
            response.reset();
        } catch (RuntimeException e) {
            LOG.warn("A follower of events is cut off: {}", e.getMessage());
            response.reset();
        } finally {
            over.tryComplete();
        }
    }

    private Cursor pass(HttpServerResponse response, Cursor cursor)
            throws InterruptedException, ExecutionException, TimeoutException {
        long signals = events.signals();
        Batch batch = events.after(cursor, principal);
        if (batch.reset()) {
            send(response, "event: reset\nid: " + batch.next() + "\ndata: {}\n\n");
        } else if (!batch.events().isEmpty()) {
            StringBuilder text = new StringBuilder();
            batch.events().forEach(event -> text.append(text(event)));
            send(response, text.toString());
        }
        if (batch.next().equals(cursor)) {
            events.await(signals, HEARTBEAT);
            if (events.signals() == signals) {
                send(response, ":\n\n");
            }
        }
        return batch.next();
    }

    private static String text(Event event) {
        String data = Json.write(Json.open(), Map.of("kind", event.kind(), "id", event.id()));
        return "event: change\nid: " + event.cursor() + "\ndata: " + data + "\n\n";
    }

    private static void send(HttpServerResponse response, String text)
            throws InterruptedException, ExecutionException, TimeoutException {
        response.write(Buffer.buffer(text))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
