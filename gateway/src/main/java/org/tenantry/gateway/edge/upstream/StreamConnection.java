package org.tenantry.gateway.edge.upstream;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.gateway.edge.http2.Calls;
import org.tenantry.gateway.edge.http2.StreamOutlet;

/** One connection of HTTP/2 to one endpoint, and who shares it. Confined to its event loop. */
final class StreamConnection implements Calls.Owner {
    private final StreamPlace place;
    private final Channel channel;
    private final Calls calls;
    private final byte[] name;
    private final List<UpstreamStream> touched = new ArrayList<>();
    private int promised;
    private long restingSince;

    /** Makes one of a connection that stands, and greets. */
    StreamConnection(StreamPlace place, Channel channel) {
        this.place = place;
        this.channel = channel;
        this.name = Upstream.name(place.endpoint());
        this.calls = new Calls(this, channel);
    }

    /** Greets, and reads. */
    void open() {
        channel.pipeline().addLast(calls);
    }

    Channel channel() {
        return channel;
    }

    Endpoint endpoint() {
        return place.endpoint();
    }

    byte[] name() {
        return name;
    }

    Translation translation() {
        return place.translation();
    }

    // Requests.

    boolean hasRoom() {
        return channel.isActive() && calls.hasRoom(promised);
    }

    /** Whether nobody uses it. */
    boolean rests() {
        return promised == 0 && !calls.isBusy();
    }

    boolean hasRested(long now, long longest) {
        return rests() && now - restingSince > longest;
    }

    /** Promises a stream to a request, which is to begin it or to forgo it. */
    UpstreamStream take() {
        promised++;
        return new UpstreamStream(this);
    }

    void forgo() {
        promised--;
        closed();
    }

    StreamOutlet begin(UpstreamStream request) {
        promised--;
        return calls.begin(request);
    }

    /** There is room for another. */
    void closed() {
        restingSince = place.now();
        place.serve(this);
    }

    void leave() {
        calls.leave();
    }

    // What is read.

    /** Something was told to a request that has yet to flush it. */
    void touch(UpstreamStream request) {
        touched.add(request);
    }

    @Override
    public void paused() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).paused();
        }
        touched.clear();
    }

    @Override
    public void settled() {
        restingSince = place.now();
        place.settled(this);
    }

    @Override
    public void idle() {
        restingSince = place.now();
        place.idle(this);
    }

    @Override
    public void left(String why) {
        place.left(this, why);
    }
}
