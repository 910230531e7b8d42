package org.tenantry.common.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Envelope;

/** Typed calls and topics on Vert.x's event bus, each message in an {@link Envelope}. */
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Signature signature;

    public Bus(Vertx vertx, Signature signature) {
        this.vertx = vertx;
        this.signature = signature;
    }

    /** Asks whoever serves the call at that place, a node's id for example. */
    public <Q, A> Future<A> call(Rpc<Q, A> rpc, String place, Q question) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(PATIENCE.toMillis());
        return vertx.eventBus()
                .<String>request(address(rpc.name(), place), signature.seal(question), options)
                .map(answer -> Signature.body(signature.open(answer.body()), rpc.answer()))
                .recover(failure -> Future.failedFuture(asTold(failure)));
    }

    /** Answers a call at that place until the registration is closed. */
    public <Q, A> Registration serve(Rpc<Q, A> rpc, String place, Function<Q, Future<A>> handler) {
        MessageConsumer<String> consumer =
                vertx.eventBus().consumer(address(rpc.name(), place), message -> answer(rpc, handler, message));
        return consumer::unregister;
    }

    /** Tells everybody who listens, this process included. */
    public <T> void publish(Topic<T> topic, T news) {
        vertx.eventBus().publish(topic.name(), signature.seal(news));
    }

    /** Listens until the registration is closed. */
    public <T> Registration subscribe(Topic<T> topic, Consumer<T> listener) {
        MessageConsumer<String> consumer = vertx.eventBus().consumer(topic.name(), message -> {
            try {
                listener.accept(Signature.body(signature.open(message.body()), topic.news()));
            } catch (TenantryException refused) {
                LOG.warn("{}: a message was refused: {}", topic.name(), refused.message());
            }
        });
        return consumer::unregister;
    }

    /** Something that can be ended. */
    @FunctionalInterface
    public interface Registration {
        Future<Void> close();
    }

    private <Q, A> void answer(Rpc<Q, A> rpc, Function<Q, Future<A>> handler, Message<String> message) {
        Future<String> answer;
        try {
            Envelope envelope = signature.open(message.body());
            answer = handler.apply(Signature.body(envelope, rpc.question()))
                    .map(value -> signature.seal(value, envelope.request()));
        } catch (RuntimeException refused) {
            answer = Future.failedFuture(refused);
        }
        answer.onSuccess(message::reply).onFailure(failure -> {
            TenantryException told = Faults.told(rpc.name(), failure);
            message.fail(told.code().number(), told.message());
        });
    }

    private static String address(String name, String place) {
        return name + "/" + place;
    }

    private static TenantryException asTold(Throwable failure) {
        if (failure instanceof TenantryException known) {
            return known;
        }
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            return TenantryException.told(
                    ErrorCode.ofNumber(reply.failureCode()),
                    Optional.empty(),
                    Map.of(),
                    String.valueOf(reply.getMessage()));
        }
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT) {
            return TenantryException.of(ErrorCode.TIMEOUT, "no answer within " + PATIENCE.toSeconds() + " s");
        }
        return TenantryException.of(ErrorCode.UNAVAILABLE, "nobody answers there now");
    }
}
