package org.tenantry.gateway.agents;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.RelayOpening;

/**
 * What a relay sends after its first byte, cut into whole frames. Pausing it pauses the socket, and that the container. Its
 * state belongs to the socket's event loop.
 */
final class RelayStream implements ReadStream<Buffer> {
    private static final int HEAD = 5;
    private static final int LONGEST_FRAME = 1 << 20;

    private final NetSocket socket;
    private final Promise<Void> accepted = Promise.promise();
    private final Promise<OptionalInt> outcome = Promise.promise();
    private final Context context;
    private Buffer rest = Buffer.buffer();
    private boolean flowing = true;
    private @Nullable Handler<Buffer> frames;
    private @Nullable Handler<Void> end;

    /** Begins to read the answer to the opening. */
    RelayStream(NetSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
        socket.handler(this::received);
        socket.exceptionHandler(failure -> broken("the node's relay broke off"));
        socket.endHandler(ignored -> broken("the node's relay closed the connection"));
    }

    /** Completes, with the stream paused, once the relay took the opening; fails with its refusal. */
    Future<Void> accepted() {
        return accepted.future();
    }

    /** How the stream ended. */
    Future<OptionalInt> outcome() {
        return outcome.future();
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        frames = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        end = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        context.runOnContext(ignored -> hold());
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        context.runOnContext(ignored -> flow());
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        return resume();
    }

    private void hold() {
        flowing = false;
        socket.pause();
    }

    private void flow() {
        flowing = true;
        read();
        if (flowing) {
            socket.resume();
        }
    }

    private void received(Buffer bytes) {
        rest = rest.length() == 0 ? bytes.copy() : rest.appendBuffer(bytes);
        read();
    }

    private void read() {
        try {
            if ((accepted.future().isComplete() || answered()) && flowing) {
                pass();
            }
        } catch (RuntimeException unreadable) {
            broken("the node's relay sent what can't be read");
            socket.close();
        }
    }

    /** Reads the first byte, and the refusal that may follow; false while more has to come. */
    private boolean answered() {
        if (rest.getByte(0) == RelayOpening.ACCEPTED) {
            rest = rest.getBuffer(1, rest.length());
            hold();
            accepted.complete();
            return true;
        }
        if (rest.length() >= HEAD && rest.length() >= HEAD + length(1)) {
            String text = rest.getString(HEAD, HEAD + length(1));
            RelayOpening.Refusal refusal = Json.read(Json.sealed(), text, RelayOpening.Refusal.class);
            accepted.tryFail(TenantryException.told(
                    ErrorCode.ofNumber(refusal.code()), Optional.empty(), Map.of(), refusal.message()));
            socket.close();
        }
        return false;
    }

    /** Passes on whole frames, as many as there are. */
    private void pass() {
        int whole = 0;
        while (rest.length() >= whole + HEAD && rest.length() >= whole + HEAD + length(whole + 1)) {
            int next = whole + HEAD + length(whole + 1);
            if (rest.getByte(whole) == RelayOpening.END) {
                emit(whole);
                ended(rest.getString(whole + HEAD, next));
                return;
            }
            whole = next;
        }
        emit(whole);
        rest = rest.getBuffer(whole, rest.length());
    }

    private void emit(int whole) {
        if (whole > 0 && frames != null) {
            frames.handle(rest.getBuffer(0, whole));
        }
    }

    private void ended(String text) {
        outcome.tryComplete(
                Json.read(Json.sealed(), text, RelayOpening.End.class).exitCode());
        if (end != null) {
            end.handle(null);
        }
        socket.close();
    }

    private void broken(String why) {
        TenantryException failure = TenantryException.of(ErrorCode.UNAVAILABLE, why);
        accepted.tryFail(failure);
        if (outcome.tryFail(failure) && end != null) {
            end.handle(null);
        }
    }

    private int length(int at) {
        int length = rest.getInt(at);
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        return length;
    }
}
