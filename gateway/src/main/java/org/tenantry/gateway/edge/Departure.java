package org.tenantry.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How clients leave an edge whose successor accepts already. Whoever asks is told with the answer to come anew, so a busy
 * connection ends by itself; one that rests is closed within the first half of the time; what has no end of its own
 * (WebSockets, event streams) is closed within the second half. All evenly spread: they come back to the successor, and must
 * not come all at once. What has an end may use the whole time for it.
 */
final class Departure {
    /** Fired through a client's pipeline when what has no end of its own must end, and what rests too. */
    static final Object END_STREAM = new Object();

    private Departure() {}

    /** Sends everybody off; who is still there at the end of the time is for the caller to cut. */
    static void begin(ChannelGroup clients, Duration time) {
        List<Channel> all = List.copyOf(clients);
        long half = time.toNanos() / 2;
        for (int i = 0; i < all.size(); i++) {
            // In doubles, since the product of a time and a number of clients needn't fit a long.
            long share = (long) ((double) half * (i + 1) / (all.size() + 1));
            tell(all.get(i), ClientConnection.DRAIN, share);
            tell(all.get(i), END_STREAM, half + share);
        }
    }

    private static void tell(Channel client, Object event, long afterNanos) {
        client.eventLoop()
                .schedule(() -> client.pipeline().fireUserEventTriggered(event), afterNanos, TimeUnit.NANOSECONDS);
    }
}
