package org.tenantry.gateway.edge.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;

/**
 * The connections of HTTP/2 to one endpoint, and the requests that wait for one. A connection is used only once the instance
 * has greeted and said how many requests it takes; where all are full, another one is opened. Confined to its event loop.
 */
final class StreamPlace {
    /** What an instance takes at least, as RFC 9113 section 6.5.2 has it; only a guess of how many connections to open. */
    private static final int USUAL = 100;

    private final Endpoint endpoint;
    private final Dialler dialler;
    private final UpstreamPool.Settings settings;
    private final Translation translation;
    private final Set<StreamConnection> greeting = new HashSet<>();
    private final List<StreamConnection> open = new ArrayList<>();
    private final ArrayDeque<Promise<Upstream>> waiting = new ArrayDeque<>();
    private int coming;
    private int atOnce = USUAL;
    private boolean retired;

    StreamPlace(Endpoint endpoint, Dialler dialler, UpstreamPool.Settings settings, Translation translation) {
        this.endpoint = endpoint;
        this.dialler = dialler;
        this.settings = settings;
        this.translation = translation;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Translation translation() {
        return translation;
    }

    long now() {
        return loop().ticker().nanoTime();
    }

    private EventLoop loop() {
        return dialler.loop();
    }

    // Requests.

    /** A stream of the newest connection that has room; none where each has none, or has rested too long. */
    @Nullable
    UpstreamStream take(long longestRest) {
        long longest = Math.min(settings.idle().toNanos(), longestRest);
        for (int i = open.size() - 1; i >= 0 && waiting.isEmpty(); i--) {
            StreamConnection one = open.get(i);
            if (one.hasRoom() && !one.hasRested(now(), longest)) {
                return one.take();
            }
        }
        return null;
    }

    /** Waits for a stream of another connection. The future ends on this event loop. */
    Future<Upstream> ask() {
        Promise<Upstream> promise = loop().newPromise();
        waiting.addLast(promise);
        dial();
        return promise;
    }

    /** Lets those begin that wait, as far as there is room. */
    void serve(StreamConnection by) {
        while (!waiting.isEmpty() && by.hasRoom()) {
            waiting.removeFirst().setSuccess(by.take());
        }
    }

    private void fail(Throwable why) {
        List<Promise<Upstream>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(one -> one.setFailure(why));
    }

    // Connections.

    private void dial() {
        while ((long) coming * atOnce < waiting.size()) {
            coming++;
            dialOne();
        }
    }

    private void dialOne() {
        ChannelFuture connecting = dialler.dial(endpoint);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                greet(new StreamConnection(this, connecting.channel()));
            } else {
                notCome(done.cause());
            }
        });
    }

    private void greet(StreamConnection connection) {
        greeting.add(connection);
        connection.open();
        loop().schedule(() -> giveUp(connection), settings.connect().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(StreamConnection connection) {
        if (greeting.remove(connection)) {
            connection.channel().close();
            dialler.failed();
            notCome(new IOException("upstream doesn't greet in HTTP/2"));
        }
    }

    private void notCome(Throwable why) {
        coming--;
        if (coming == 0) {
            fail(why);
        }
    }

    /** The instance has said how many requests it takes on a connection. */
    void settled(StreamConnection connection) {
        if (!greeting.remove(connection)) {
            serve(connection);
            return;
        }
        if (!connection.hasRoom()) {
            connection.leave();
            dialler.failed();
            notCome(new IOException("upstream takes no requests"));
            return;
        }
        coming--;
        open.add(connection);
        int before = waiting.size();
        serve(connection);
        atOnce = waiting.isEmpty() ? USUAL : Math.max(1, before - waiting.size());
        dial();
        if (retired) {
            connection.leave();
        }
    }

    /** A connection takes no more requests. */
    void left(StreamConnection connection, String why) {
        open.remove(connection);
        if (greeting.remove(connection)) {
            dialler.failed();
            notCome(new IOException(why));
        }
    }

    /** Nobody uses a connection any more. */
    void idle(StreamConnection connection) {
        if (retired || resting() > settings.idlePerEndpoint()) {
            connection.leave();
        }
    }

    /** How many connections nobody uses. */
    int resting() {
        int count = 0;
        for (StreamConnection one : open) {
            count += one.rests() ? 1 : 0;
        }
        return count;
    }

    /** Closes what has rested long enough; says whether nothing is left. */
    boolean sweep() {
        long now = now();
        for (StreamConnection one : List.copyOf(open)) {
            if (one.hasRested(now, settings.idle().toNanos())) {
                one.leave();
            }
        }
        return open.isEmpty() && waiting.isEmpty() && coming == 0;
    }

    /** No route leads here any more: what is in flight goes on, and nothing follows. */
    void retire() {
        retired = true;
        List.copyOf(open).forEach(StreamConnection::leave);
    }
}
