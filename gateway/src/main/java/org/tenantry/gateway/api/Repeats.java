package org.tenantry.gateway.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.access.Once;
import org.tenantry.gateway.audit.Repetitions;

/**
 * Requests with an {@code Idempotency-Key} happen once. The answer is kept in the transaction of the change; of two requests
 * at once the slower one fails there, looks again and finds the answer of the faster.
 */
final class Repeats {
    private final Repetitions repetitions;

    Repeats(Repetitions repetitions) {
        this.repetitions = repetitions;
    }

    Answer once(Exchange exchange, Supplier<Answer> change) {
        if (exchange.key().isEmpty()) {
            return change.get();
        }
        Exchange.Key key = exchange.key().get();
        Optional<Answer> before = repeated(exchange, key);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return change.get();
        } catch (TenantryException lost) {
            return repeated(exchange, key).orElseThrow(() -> lost);
        }
    }

    Exchange.Key key(String value, ApiRoute route, Exchange.Request request) {
        String whole = route.method() + " " + request.path() + "\n" + request.query() + "\n"
                + request.header("if-match").orElse("") + "\n" + request.body();
        return new Exchange.Key(value, repetitions.hash(whole));
    }

    static Once.Kept kept(Answer answer) {
        return new Once.Kept(answer.status(), Json.write(Json.open(), answer));
    }

    private Optional<Answer> repeated(Exchange exchange, Exchange.Key key) {
        return repetitions.find(exchange.principal().name(), key.value()).map(found -> {
            if (!found.requestHash().equals(key.requestHash())) {
                throw TenantryException.field(
                        ErrorCode.IDEMPOTENCY_MISMATCH, "Idempotency-Key", key.value(), "the request of its first use");
            }
            return Json.read(Json.open(), found.kept().body(), Answer.class).with("Idempotency-Replayed", "true");
        });
    }
}
