package org.tenantry.gateway.edge;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.http1.Cookies;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.upstream.Balance;
import org.tenantry.gateway.edge.upstream.Errand;
import org.tenantry.gateway.edge.upstream.Standing;
import org.tenantry.gateway.edge.upstream.Upstream;
import org.tenantry.gateway.edge.upstream.UpstreamConnection;
import org.tenantry.gateway.edge.upstream.UpstreamEvents.Loss;

/**
 * The search for a connection that takes one request: each endpoint at most once, a rested connection before a new one. A request that cannot be repeated gets only a connection that was used a moment ago, or a new one, because a rested
 * one may be closed by the other side at any moment. Used again for the next request of its connection.
 */
final class Attempts {
    private static final long A_MOMENT = Duration.ofSeconds(1).toNanos();

    private final LoopContext loop;
    private final Outcome outcome;
    private List<Endpoint> endpoints = List.of();
    private RouteTable.@Nullable Entry by;
    private Errand errand = new Errand();
    private long tried;
    private long search;
    private @Nullable Endpoint current;

    /** Of the endpoint that works on the request; none where there is but one to choose from. */
    private @Nullable Standing working;

    private Optional<Stickiness> sticky = Optional.empty();
    private @Nullable RequestHead request;

    /** Of the endpoint that was chosen, where the client doesn't have it yet. */
    private String token = "";

    private boolean repeatable;
    private boolean reused;
    private boolean repeated;

    Attempts(LoopContext loop, Outcome outcome) {
        this.loop = loop;
        this.outcome = outcome;
    }

    /** How the search ends. */
    interface Outcome {
        void connected(Upstream connection);

        void unreachable(String why);
    }

    /** Searches for a request; the outcome may be told before this returns. */
    void begin(RouteTable.Entry to, RequestHead asked) {
        Route route = to.route();
        by = to;
        endpoints = route.availability().endpoints();
        sticky = route.rules().sticky();
        request = asked;
        token = "";
        tried = 0;
        search++;
        repeatable = asked.isRepeatable();
        repeated = false;
        loop.retries.earn();
        next();
    }

    /** Nobody waits for the outcome any more. */
    void stop() {
        search++;
        current = null;
        errand.end();
        release();
    }

    /** The request was answered. */
    void answered() {
        Standing of = working;
        if (of != null) {
            of.answered();
        }
    }

    /** No connection, or it was lost before any answer. A rested one may be closed by the other side: that is no fault. */
    void failed(Loss loss) {
        Standing of = working;
        if (of != null && loss != Loss.UNPROCESSED && !(reused && loss == Loss.SILENT)) {
            of.failed(loop.nanos());
        }
    }

    /** The answer has begun and doesn't say how long it is. */
    void endless() {
        errand.isEndless(loop.nanos());
    }

    /** The request has become a tunnel, which counts as long as the connection lives. */
    void handOver(UpstreamConnection connection) {
        Errand tunnel = errand;
        errand = new Errand();
        tunnel.isTunnel();
        connection.channel().closeFuture().addListener(closed -> tunnel.end());
        Standing of = working;
        working = null;
        if (of != null) {
            connection.channel().closeFuture().addListener(closed -> of.ended());
        }
    }

    private void release() {
        Standing of = working;
        working = null;
        if (of != null) {
            of.ended();
        }
    }

    private void next() {
        int index = endpoints.size() > 1 ? choose() : 0;
        Endpoint endpoint = endpoints.get(index);
        tried |= 1L << index;
        current = endpoint;
        Upstream rested = loop.pool.begin(errand, endpoint, repeatable ? Long.MAX_VALUE : A_MOMENT);
        reused = rested != null;
        if (rested != null) {
            outcome.connected(rested);
        } else {
            connect(endpoint);
        }
    }

    private int choose() {
        release();
        List<Standing> all = endpoints.stream().map(loop.pool::standing).toList();
        int index = sticky.isEmpty() ? balanced(all) : kept(all, sticky.get());
        Standing chosen = all.get(index);
        chosen.began();
        working = chosen;
        return index;
    }

    private int balanced(List<Standing> all) {
        return Balance.next(all, tried, loop.nanos(), loop.random);
    }

    /** The one that the client's cookie names, if that can be asked; else any, which the client is then told of. */
    private int kept(List<Standing> all, Stickiness by) {
        RequestHead asked = request;
        for (int i = 0; asked != null && tried == 0 && i < Math.min(all.size(), Long.SIZE); i++) {
            if (!all.get(i).isAbsent(loop.nanos()) && Cookies.has(asked, by.cookie(), token(all, i, by))) {
                return i;
            }
        }
        int index = balanced(all);
        token = token(all, index, by);
        return index;
    }

    private String token(List<Standing> all, int index, Stickiness by) {
        return all.get(index).token(() -> by.token(endpoints.get(index)));
    }

    /** What the answer tells the client to come back with, as the value of {@code Set-Cookie}; empty for nothing. */
    String cookie(boolean secure) {
        return token.isEmpty() ? "" : sticky.map(by -> by.set(token, secure)).orElse("");
    }

    /** The other endpoints may not be routed any more: whoever said so must not find a new request there. */
    private boolean isRoutedAnew() {
        RouteTable.Entry known = by;
        return known == null || known.isReplaced();
    }

    private boolean isExhausted() {
        return Long.bitCount(tried) == Math.min(endpoints.size(), Long.SIZE);
    }

    /**
     * After a request without a body was lost before any answer: tries once more on a new connection, if the endpoint has
     * certainly done nothing for it, or if the lost one had rested (then it was most likely closed before the request arrived)
     * and a repetition does no harm; and if not too many are repeated already. Says whether it does so.
     */
    boolean again(Loss loss) {
        Endpoint endpoint = current;
        boolean harmless = loss == Loss.UNPROCESSED || (loss == Loss.SILENT && reused && repeatable);
        if (!harmless || repeated || endpoint == null || !loop.retries.spend()) {
            return false;
        }
        repeated = true;
        reused = false;
        loop.shared.counters.retries.increment();
        connect(endpoint);
        return true;
    }

    private void connect(Endpoint endpoint) {
        long own = search;
        Future<Upstream> connecting = loop.pool.connect(endpoint);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                refused(own, done.cause());
            } else if (own == search) {
                outcome.connected(connecting.getNow());
            } else {
                loop.pool.give(connecting.getNow(), false);
            }
        });
    }

    private void refused(long own, Throwable cause) {
        if (own != search) {
            return;
        }
        failed(Loss.BEGUN);
        if (isExhausted() || isRoutedAnew()) {
            outcome.unreachable("no endpoint takes a connection: " + cause.getMessage());
        } else {
            next();
        }
    }
}
