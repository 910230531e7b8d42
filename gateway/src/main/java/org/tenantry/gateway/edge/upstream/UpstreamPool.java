package org.tenantry.gateway.edge.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.gateway.edge.transport.Transport;

/**
 * The connections of one event loop, by endpoint in full: instance, replica, node, term, address and device. Two instances
 * never share one, not even where one got the other's address. Confined to its event loop.
 */
public final class UpstreamPool {
    private final EventLoop loop;
    private final Settings settings;
    private final Dialler dialler;
    private static final int REMEMBERED = 256;

    private final Map<Endpoint, RestingPlace> places = new HashMap<>();
    private final Map<Endpoint, StreamPlace> shared = new HashMap<>();
    private final Translation translation = new Translation();
    private final Map<Endpoint, Standing> standings = new HashMap<>();

    /** Places found lately, by the identity of the route's own endpoint: comparing and hashing all of it takes long. */
    private final @Nullable RestingPlace[] found = new RestingPlace[REMEMBERED];

    private final @Nullable Endpoint[] foundFor = new Endpoint[REMEMBERED];
    private volatile int idle;

    public UpstreamPool(EventLoop loop, Settings settings, Tally tally) {
        this.loop = loop;
        this.settings = settings;
        this.dialler = new Dialler(loop, settings, tally);
    }

    /**
     * How long to wait for a connection, how long and how many unused ones are kept to each endpoint, and how much may wait
     * to be written.
     */
    public record Settings(
            Transport transport,
            Duration connect,
            Duration idle,
            int idlePerEndpoint,
            WriteBufferWaterMark waterMark) {}

    /** What has begun and failed of making connections; told on the event loop. */
    public interface Tally {
        void begun();

        void failed();
    }

    /**
     * Begins an errand to an endpoint with the connection that was used last; null where there is none, or even that rested
     * longer than so many nanoseconds.
     */
    public @Nullable Upstream begin(Errand errand, Endpoint endpoint, long longestRest) {
        RestingPlace place = find(endpoint);
        place.count(errand);
        return endpoint.speaksH2c() ? shared(endpoint).take(longestRest) : place.take(now(), longestRest);
    }

    /** What is under way to an endpoint on this event loop. */
    public Load load(Endpoint endpoint) {
        RestingPlace place = places.get(endpoint);
        return place == null ? Load.NONE : place.load(now());
    }

    /** How an endpoint fares that is one of several. */
    public Standing standing(Endpoint endpoint) {
        return standings.computeIfAbsent(endpoint, fresh -> new Standing(now()));
    }

    private RestingPlace find(Endpoint endpoint) {
        int slot = System.identityHashCode(endpoint) & REMEMBERED - 1;
        RestingPlace known = found[slot];
        if (known == null || foundFor[slot] != endpoint || known.isRetired()) {
            known = place(endpoint);
            found[slot] = known;
            foundFor[slot] = endpoint;
        }
        return known;
    }

    /** Makes a connection, or waits for one that others share. The future ends on this event loop. */
    public Future<Upstream> connect(Endpoint endpoint) {
        if (endpoint.speaksH2c()) {
            return shared(endpoint).ask();
        }
        Promise<Upstream> promise = loop.newPromise();
        ChannelFuture connecting = dialler.dial(endpoint);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                promise.setSuccess(new UpstreamConnection(endpoint, connecting.channel(), this));
            } else {
                promise.setFailure(done.cause());
            }
        });
        return promise;
    }

    private StreamPlace shared(Endpoint endpoint) {
        return shared.computeIfAbsent(endpoint, to -> new StreamPlace(to, dialler, settings, translation));
    }

    /** How many connections there are, whatever they do. For any thread. */
    public int open() {
        return dialler.open();
    }

    /** How many of them rested when it was looked last. For any thread. */
    public int idle() {
        return idle;
    }

    /** Takes back what carried a request that is over; a connection is kept where it is whole and there is room. */
    public void give(Upstream carrier, boolean whole) {
        switch (carrier) {
            case UpstreamConnection connection -> give(connection, whole);
            case UpstreamStream stream -> stream.end();
        }
    }

    private void give(UpstreamConnection connection, boolean whole) {
        boolean usable = connection.end(now()) && whole;
        if (!usable || !find(connection.endpoint()).keep(connection)) {
            connection.channel().close();
        } else if (!connection.channel().config().isAutoRead()) {
            connection.channel().config().setAutoRead(true);
        }
    }

    private RestingPlace place(Endpoint endpoint) {
        RestingPlace known = places.get(endpoint);
        return known != null ? known : places.computeIfAbsent(endpoint, fresh -> fresh());
    }

    private RestingPlace fresh() {
        return new RestingPlace(settings.idlePerEndpoint, settings.idle.toNanos());
    }

    void closedByOther(UpstreamConnection connection) {
        RestingPlace place = places.get(connection.endpoint());
        if (place != null) {
            place.closedByOther(connection, now());
        }
    }

    /** Closes what rests to an endpoint that no route has any more. */
    public void retire(Endpoint endpoint) {
        standings.remove(endpoint);
        StreamPlace streams = shared.remove(endpoint);
        if (streams != null) {
            streams.retire();
        }
        RestingPlace place = places.get(endpoint);
        if (place != null) {
            place.retire();
            if (place.isRetired()) {
                places.remove(endpoint);
            }
        }
    }

    /** Closes everything that rests. */
    public void retireAll() {
        shared.values().forEach(StreamPlace::retire);
        shared.clear();
        places.values().forEach(RestingPlace::retire);
        places.clear();
    }

    /** Closes what has rested long enough; call it now and then. */
    public void sweep() {
        long now = now();
        places.values().removeIf(place -> place.sweep(now));
        shared.values().removeIf(StreamPlace::sweep);
        idle = places.values().stream().mapToInt(RestingPlace::size).sum()
                + shared.values().stream().mapToInt(StreamPlace::resting).sum();
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
