package org.tenantry.gateway.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.gateway.edge.transport.Transport;

class RestingPlaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long USUAL_REST = 4 * SECOND;
    private static final Endpoint ENDPOINT = new Endpoint(
            new NodeId("n-aaaaaaaaaaaa"),
            new Term(1, 1),
            new InstanceId("i-aaaaaaaaaaaa"),
            new ReplicaKey(new ServiceName("web"), 1),
            "127.0.0.1",
            80,
            "lo");

    private final RestingPlace place = new RestingPlace(2, USUAL_REST);

    @Test
    void keepsSoManyAndNoMore() {
        assertThat(place.keep(restingSince(0))).isTrue();
        assertThat(place.keep(restingSince(0))).isTrue();
        assertThat(place.keep(restingSince(0))).isFalse();
        assertThat(place.size()).isEqualTo(2);
    }

    @Test
    void givesTheOneThatWasUsedLast() {
        UpstreamConnection last = restingSince(SECOND);
        place.keep(restingSince(0));
        place.keep(last);

        assertThat(place.take(2 * SECOND, Long.MAX_VALUE)).isSameAs(last);
    }

    @Test
    void givesWhatMustNotBeSentTwiceOnlyOneThatWasUsedAMomentAgo() {
        UpstreamConnection used = restingSince(0);
        place.keep(used);

        assertThat(place.take(2 * SECOND, SECOND)).isNull();
        assertThat(place.take(2 * SECOND, 3 * SECOND)).isSameAs(used);
    }

    @Test
    void givesNoneThatRestedTooLongNorOneThatIsClosed() {
        UpstreamConnection closed = restingSince(SECOND);
        place.keep(restingSince(0));
        place.keep(closed);
        closed.channel().close();

        assertThat(place.take(USUAL_REST + 1, Long.MAX_VALUE)).isNull();
    }

    @Test
    void learnsHowLongTheOtherSideKeepsOne() {
        UpstreamConnection closed = restingSince(0);
        place.keep(closed);
        place.closedByOther(closed, 2 * SECOND);
        place.keep(restingSince(0));

        assertThat(place.take(SECOND + SECOND / 2 + 1, Long.MAX_VALUE)).isNull();
        assertThat(place.take(SECOND + SECOND / 2, Long.MAX_VALUE)).isNotNull();
    }

    @Test
    void closesWhatRestsWhenItIsGivenUpAndKeepsNothingFromThenOn() {
        UpstreamConnection resting = restingSince(0);
        place.keep(resting);

        place.retire();

        assertThat(resting.channel().isOpen()).isFalse();
        assertThat(place.keep(restingSince(0))).isFalse();
    }

    private static UpstreamConnection restingSince(long time) {
        EmbeddedChannel channel = new EmbeddedChannel();
        UpstreamPool pool = new UpstreamPool(
                channel.eventLoop(),
                new UpstreamPool.Settings(
                        Transport.EPOLL,
                        Duration.ofSeconds(1),
                        Duration.ofNanos(USUAL_REST),
                        2,
                        WriteBufferWaterMark.DEFAULT),
                new Uncounted());
        UpstreamConnection connection = new UpstreamConnection(ENDPOINT, channel, pool);
        assertThat(connection.end(time)).isTrue();
        return connection;
    }

    private record Uncounted() implements UpstreamPool.Tally {
        @Override
        public void begun() {}

        @Override
        public void failed() {}
    }
}
