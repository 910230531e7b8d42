package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.gateway.edge.admission.Usage;

/** How much goes through in how much time, by a clock that the test moves. */
class ThrottleTest {
    private static final long RATE = 1 << 20;
    private static final long READ = 64 << 10;
    private static final RouteRules USUAL = RouteRules.standard();
    private static final RouteRules OF_TENANT = USUAL.withTenant(USUAL.tenant().withBandwidth(RATE));
    private static final RouteRules OF_CLIENT = USUAL.withClient(USUAL.client().withBandwidth(RATE));

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopContext loop = new LoopContext(
            new Shared(EdgeSettings.on("127.0.0.1", 0), new RouteTable(), Clock.systemUTC()),
            channel.eventLoop(),
            new byte[] {1});
    private final Usage tenant = new Usage();
    private long millis;

    /** A body that goes on whenever it may, so many bytes at a time. */
    private final class Body implements Throttle.Slowed {
        private final Throttle throttle;
        private final boolean up;
        private long bytes;

        Body(RouteRules rules, Usage client, boolean up) {
            AccessRecord record = new AccessRecord(loop, "test");
            record.uses(tenant, client);
            Throttle by = Throttle.of(loop, rules, record, this);
            this.throttle = by == null ? never() : by;
            this.up = up;
        }

        private static Throttle never() {
            throw new AssertionError("nothing slows it");
        }

        Body begin() {
            throttle.sent(0);
            throttle.received(0);
            go();
            return this;
        }

        private void go() {
            while (!(up ? throttle.holdsRequest() : throttle.holdsAnswer())) {
                bytes += READ;
                if (up) {
                    throttle.received(READ);
                } else {
                    throttle.sent(READ);
                }
            }
        }

        @Override
        public void receiveOn() {
            go();
        }

        @Override
        public void sendOn() {
            go();
        }
    }

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatNothingBoundsHasNone() {
        AccessRecord record = new AccessRecord(loop, "test");
        assertThat(Throttle.of(loop, OF_TENANT, record, new Body(OF_TENANT, new Usage(), false)))
                .as("counted for nobody")
                .isNull();

        record.uses(tenant, new Usage());
        assertThat(Throttle.of(loop, USUAL, record, new Body(OF_TENANT, new Usage(), false)))
                .isNull();
    }

    @ParameterizedTest(name = "{0} bodies")
    @ValueSource(ints = {1, 2, 7, 40})
    void allBodiesOfATenantHaveItsRateTogetherAndEachAnEqualPart(int count) {
        List<Body> bodies = Stream.generate(() -> new Body(OF_TENANT, new Usage(), false).begin())
                .limit(count)
                .toList();

        staysWithin(bodies, 10_000);

        // The first had the burst for itself, and others may have had one turn less.
        long[] later = bodies.stream().skip(1).mapToLong(body -> body.bytes).toArray();
        assertThat(LongStream.of(later).max().orElse(0)
                        - LongStream.of(later).min().orElse(0))
                .isLessThanOrEqualTo(READ);
        assertThat(bodies.getFirst().bytes - LongStream.of(later).max().orElse(0))
                .as("ahead of the others")
                .isLessThanOrEqualTo(count == 1 ? Long.MAX_VALUE : RATE + 2 * READ);
    }

    @Test
    void eachClientHasItsOwn() {
        Usage one = new Usage();
        Body first = new Body(OF_CLIENT, one, false).begin();
        Body second = new Body(OF_CLIENT, one, false).begin();
        Body other = new Body(OF_CLIENT, new Usage(), false).begin();

        staysWithin(List.of(first, second), 5_000);

        assertThat(other.bytes).isGreaterThanOrEqualTo(6 * RATE);
    }

    @Test
    void eachDirectionGoesByItself() {
        Body up = new Body(OF_TENANT, new Usage(), true).begin();
        Body down = new Body(OF_TENANT, new Usage(), false).begin();

        pass(5_000);

        assertThat(up.bytes).isBetween(6 * RATE, 6 * RATE + READ);
        assertThat(down.bytes).isEqualTo(up.bytes);
    }

    @Test
    void whoComesWhenAllIsUsedUpWaitsBeforeTheFirstByte() {
        new Body(OF_TENANT, new Usage(), false).begin();

        Body late = new Body(OF_TENANT, new Usage(), false).begin();
        assertThat(late.bytes).isZero();
        pass(READ * 1000 / RATE + 1);
        assertThat(late.bytes).isEqualTo(READ);
    }

    @Test
    void whoIsStoppedIsToldNothingMore() {
        Body body = new Body(OF_TENANT, new Usage(), false).begin();
        long before = body.bytes;

        body.throttle.stop();
        pass(60_000);

        assertThat(body.bytes).isEqualTo(before);
        assertThat(body.throttle.holdsAnswer()).isFalse();
    }

    /** At no moment more than the rate and a second's burst and what each reads at once; and hardly less. */
    private void staysWithin(List<Body> bodies, int forMillis) {
        for (int i = 0; i < forMillis; i += 10) {
            long came = bodies.stream().mapToLong(body -> body.bytes).sum();
            long due = RATE + RATE * millis / 1000;
            assertThat(came).isBetween(due - READ, due + bodies.size() * READ);
            pass(10);
        }
    }

    private void pass(long time) {
        for (long i = 0; i < time; i++) {
            millis++;
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
