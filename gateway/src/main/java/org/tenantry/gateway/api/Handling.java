package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** What answers a route. */
sealed interface Handling {
    /** Answers as a whole; runs on a virtual thread and may block. */
    @FunctionalInterface
    non-sealed interface Answering extends Handling {
        Answer answer(Exchange exchange);
    }

    /** Answers with a stream. */
    @FunctionalInterface
    non-sealed interface Streaming extends Handling {
        /**
         * Prepares the stream on a virtual thread, where a refusal can still become a problem.
         *
         * @return what then writes it, started on the event loop of the request
         */
        Stream open(Exchange exchange);
    }

    /** Writes a response until it ends. */
    @FunctionalInterface
    interface Stream {
        /** Completes when the last byte is written or the client is gone; must release everything by then. */
        Future<Void> write(HttpServerResponse response);
    }
}
