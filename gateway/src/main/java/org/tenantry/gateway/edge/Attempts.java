package org.tenantry.gateway.edge;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;

/**
 * The search for a connection that takes one request: endpoints in turn, each at most once, a rested connection before a new
 * one. A request that cannot be repeated gets only a connection that was used a moment ago, or a new one, because a rested
 * one may be closed by the other side at any moment.
 */
final class Attempts {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final LoopContext loop;
    private final Inbound inbound;
    private final Outcome outcome;
    private final Deque<Endpoint> untried = new ArrayDeque<>();
    private @Nullable Endpoint current;
    private boolean reused;
    private boolean repeated;

    Attempts(LoopContext loop, Inbound inbound, Route route, Outcome outcome) {
        this.loop = loop;
        this.inbound = inbound;
        this.outcome = outcome;
        List<Endpoint> endpoints = route.availability().endpoints();
        int first = loop.nextTurn(endpoints.size());
        for (int i = 0; i < endpoints.size(); i++) {
            untried.add(endpoints.get((first + i) % endpoints.size()));
        }
    }

    /** How the search ends. */
    interface Outcome {
        void connected(UpstreamConnection connection);

        void unreachable(String why);
    }

    /** Tries the next endpoint. */
    void next() {
        Endpoint endpoint = untried.removeFirst();
        current = endpoint;
        Duration rest = inbound.isRepeatable() ? loop.shared.settings.timeouts().upstreamIdle() : A_MOMENT;
        Optional<UpstreamConnection> rested = loop.pool.takeIdle(endpoint, rest);
        reused = rested.isPresent();
        if (rested.isPresent()) {
            outcome.connected(rested.get());
        } else {
            connect(endpoint);
        }
    }

    /**
     * After a connection was lost before any answer: tries once more on a new one, if the lost one had rested (then it was
     * most likely closed before the request arrived) and a repetition does no harm. Says whether it does so.
     */
    boolean again() {
        Endpoint endpoint = current;
        if (!reused || repeated || endpoint == null || !inbound.isRepeatable()) {
            return false;
        }
        repeated = true;
        reused = false;
        loop.shared.counters.retries.increment();
        connect(endpoint);
        return true;
    }

    private void connect(Endpoint endpoint) {
        loop.shared.counters.connects.increment();
        Future<UpstreamConnection> connecting = loop.pool.connect(endpoint);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                outcome.connected(connecting.getNow());
            } else {
                refused(done.cause());
            }
        });
    }

    private void refused(Throwable cause) {
        loop.shared.counters.connectFailures.increment();
        if (untried.isEmpty()) {
            outcome.unreachable("no endpoint takes a connection: " + cause.getMessage());
        } else {
            next();
        }
    }
}
