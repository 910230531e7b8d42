package org.tenantry.common.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.Envelope;

/**
 * One end of the bridge between an agent and its gateway: typed calls and news both ways over a WebSocket. Questions in
 * flight are bounded both ways and each has an end in time; whatever can't be read ends the line, and the agent opens a new one. Used
 * only on the WebSocket's event loop, but for {@link #call}, {@link #tell} and {@link #close}, which may come from anywhere.
 */
public final class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int MOST_IN_FLIGHT = 1_000;
    /** Of the other side's questions; far more than an honest side asks at once. */
    private static final int MOST_ANSWERED_AT_ONCE = 200;

    private final Vertx vertx;
    private final WebSocketBase socket;
    private final Duration patience;
    private final io.vertx.core.Context context;
    private final Map<String, Function<String, Future<String>>> served = new HashMap<>();
    private final Map<String, Consumer<String>> heard = new HashMap<>();
    private final Map<Long, Promise<String>> waiting = new HashMap<>();
    private final Promise<Void> end = Promise.promise();
    private volatile Signature signature;
    private long lastNumber;
    private int answering;
    private boolean closed;

    /** Takes over a WebSocket; call on its event loop, before anything was read. */
    public Line(Vertx vertx, WebSocketBase socket, Signature signature, Duration patience) {
        this.vertx = vertx;
        this.socket = socket;
        this.signature = signature;
        this.patience = patience;
        this.context = vertx.getOrCreateContext();
    }

    /** Begins to read; register what is served and heard before. */
    public void open(Runnable onClose) {
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(bytes -> refuse("binary data"));
        socket.exceptionHandler(failure -> LOG.debug("the line failed: {}", failure.toString()));
        socket.closeHandler(ignored -> {
            ended();
            onClose.run();
        });
    }

    /** From now on messages carry this session. */
    public void sign(Signature withSession) {
        signature = withSession;
    }

    /** Answers calls of the other side. */
    public <Q, A> void serve(Rpc<Q, A> rpc, Function<Q, Future<A>> handler) {
        served.put(rpc.name(), text -> {
            Envelope envelope = signature.open(text);
            return handler.apply(Signature.body(envelope, rpc.question()))
                    .map(answer -> signature.seal(answer, envelope.request()));
        });
    }

    /** Listens to news of the other side. */
    public <T> void hear(Topic<T> topic, Consumer<T> listener) {
        heard.put(topic.name(), text -> listener.accept(Signature.body(signature.open(text), topic.news())));
    }

    /** Asks the other side. A question that is too long for the bus is refused here. */
    public <Q, A> Future<A> call(Rpc<Q, A> rpc, Q question) {
        String envelope;
        try {
            envelope = signature.seal(question);
        } catch (TenantryException refused) {
            return Future.failedFuture(refused);
        }
        Promise<String> answer = Promise.promise();
        context.runOnContext(ignored -> ask(rpc.name(), envelope).onComplete(answer));
        return answer.future().map(text -> Signature.body(signature.open(text), rpc.answer()));
    }

    /** Tells the other side, without an answer. News that are too long for the bus are refused here. */
    public <T> void tell(Topic<T> topic, T news) {
        String envelope = signature.seal(news);
        context.runOnContext(ignored -> send(new Frame.News(topic.name(), envelope)));
    }

    /** Completes when the line is gone, whichever side ended it. */
    public Future<Void> closed() {
        return end.future();
    }

    public void close() {
        context.runOnContext(ignored -> socket.close());
    }

    private Future<String> ask(String name, String envelope) {
        if (closed || waiting.size() >= MOST_IN_FLIGHT) {
            return Future.failedFuture(
                    TenantryException.of(ErrorCode.UNAVAILABLE, "the line to the other side is gone"));
        }
        long number = ++lastNumber;
        Promise<String> answer = Promise.promise();
        waiting.put(number, answer);
        long timer = vertx.setTimer(
                patience.toMillis(),
                ignored -> answer.tryFail(TenantryException.of(
                        ErrorCode.TIMEOUT, name + ": no answer within " + patience.toMillis() + " ms")));
        send(new Frame.Call(number, name, envelope));
        return answer.future().onComplete(ignored -> {
            vertx.cancelTimer(timer);
            waiting.remove(number);
        });
    }

    private void received(String text) {
        try {
            switch (Json.read(Json.sealed(), text, Frame.class)) {
                case Frame.Call call -> answer(call);
                case Frame.Answer answer -> settle(answer.number(), promise -> promise.tryComplete(answer.envelope()));
                case Frame.Fault fault ->
                    settle(
                            fault.number(),
                            promise -> promise.tryFail(TenantryException.told(
                                    ErrorCode.ofNumber(fault.code()),
                                    fault.field(),
                                    fault.parameters(),
                                    fault.message())));
                case Frame.News news ->
                    heard.getOrDefault(news.name(), unknown -> {}).accept(news.envelope());
            }
        } catch (RuntimeException unreadable) {
            refuse(unreadable.toString());
        }
    }

    private void answer(Frame.Call call) {
        if (answering >= MOST_ANSWERED_AT_ONCE) {
            send(fault(
                    call,
                    TenantryException.of(
                            ErrorCode.TOO_MANY, "more than " + MOST_ANSWERED_AT_ONCE + " calls at once on one line")));
            return;
        }
        answering++;
        answered(call)
                .map(text -> (Frame) new Frame.Answer(call.number(), text))
                .otherwise(failure -> fault(call, Faults.told(call.name(), failure)))
                .onSuccess(frame -> context.runOnContext(ignored -> {
                    answering--;
                    send(frame);
                }));
    }

    private Future<String> answered(Frame.Call call) {
        Function<String, Future<String>> handler = served.get(call.name());
        try {
            return handler == null
                    ? Future.failedFuture(TenantryException.notFound("call", call.name()))
                    : handler.apply(call.envelope());
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static Frame fault(Frame.Call call, TenantryException told) {
        return new Frame.Fault(call.number(), told.code().number(), told.field(), told.parameters(), told.message());
    }

    private void settle(long number, Consumer<Promise<String>> how) {
        Promise<String> promise = waiting.get(number);
        if (promise != null) {
            how.accept(promise);
        }
    }

    private void send(Frame frame) {
        if (!closed) {
            socket.writeTextMessage(Json.write(Json.sealed(), frame));
        }
    }

    private void refuse(String what) {
        LOG.warn("the other side sent what can't be read, the line is closed: {}", what);
        socket.close((short) 1008);
    }

    private void ended() {
        closed = true;
        end.tryComplete();
        Map.copyOf(waiting)
                .values()
                .forEach(promise -> promise.tryFail(
                        TenantryException.of(ErrorCode.UNAVAILABLE, "the line to the other side is gone")));
    }
}
