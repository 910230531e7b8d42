package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client and a service that others wrote speak gRPC through the edge, in every way that it has. */
class GrpcTest {
    private static final Metadata.Key<String> REASON = Metadata.Key.of("x-reason", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("x-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
    private static final int LARGE = 5 << 20;
    private static final int WAIT_SECONDS = 60;

    private static final MethodDescriptor<byte[], byte[]> ECHO = method("Echo", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> REFUSE = method("Refuse", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> NEVER = method("Never", MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> COUNT = method("Count", MethodType.SERVER_STREAMING);
    private static final MethodDescriptor<byte[], byte[]> SUM = method("Sum", MethodType.CLIENT_STREAMING);
    private static final MethodDescriptor<byte[], byte[]> TALK = method("Talk", MethodType.BIDI_STREAMING);

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final List<Runnable> closing = new ArrayList<>();
    private final EdgeWorld world = Http2Test.world();
    private final ManagedChannel channel = NettyChannelBuilder.forAddress(
                    new InetSocketAddress("127.0.0.1", world.edge.port()))
            .overrideAuthority("acme.test")
            .usePlaintext()
            .maxInboundMessageSize(2 * LARGE)
            .build();

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("test.Service", name))
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    // The service.

    /** What is done with one call; at first as with one whose messages come back. */
    private static class Talk extends ServerCall.Listener<byte[]> {
        final ServerCall<byte[], byte[]> call;

        Talk(ServerCall<byte[], byte[]> call) {
            this.call = call;
            call.sendHeaders(new Metadata());
            call.request(1);
        }

        @Override
        public void onMessage(byte[] message) {
            call.sendMessage(message);
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            call.close(Status.OK, new Metadata());
        }
    }

    private static final class Count extends Talk {
        private int next;
        private int end = -1;

        Count(ServerCall<byte[], byte[]> call) {
            super(call);
        }

        @Override
        public void onMessage(byte[] message) {
            end = number(message);
        }

        @Override
        public void onHalfClose() {
            onReady();
        }

        @Override
        public void onReady() {
            while (call.isReady() && next < end) {
                call.sendMessage(text(next++));
                if (next == end) {
                    call.close(Status.OK, new Metadata());
                }
            }
        }
    }

    private static final class Sum extends Talk {
        private int sum;

        Sum(ServerCall<byte[], byte[]> call) {
            super(call);
        }

        @Override
        public void onMessage(byte[] message) {
            sum += message.length;
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            call.sendMessage(text(sum));
            super.onHalfClose();
        }
    }

    /** Answers with trailers only. */
    private static ServerCall.Listener<byte[]> refuse(ServerCall<byte[], byte[]> call, Metadata asked) {
        Metadata trailers = new Metadata();
        trailers.put(REASON, "closed");
        trailers.put(DETAILS, Optional.ofNullable(asked.get(DETAILS)).orElseThrow());
        call.close(Status.FAILED_PRECONDITION.withDescription("nö"), trailers);
        return new ServerCall.Listener<>() {};
    }

    private ServerCall.Listener<byte[]> never(ServerCall<byte[], byte[]> call) {
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onHalfClose() {
                asked.countDown();
            }

            @Override
            public void onCancel() {
                cancelled.countDown();
            }
        };
    }

    private Server service() throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("test.Service")
                .addMethod(ECHO, (call, fields) -> new Talk(call))
                .addMethod(TALK, (call, fields) -> new Talk(call))
                .addMethod(COUNT, (call, fields) -> new Count(call))
                .addMethod(SUM, (call, fields) -> new Sum(call))
                .addMethod(REFUSE, GrpcTest::refuse)
                .addMethod(NEVER, (call, fields) -> never(call))
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(service)
                .maxInboundMessageSize(2 * LARGE)
                .build()
                .start();
    }

    // The client.

    /** One call, and what came of it. */
    private static final class Call extends ClientCall.Listener<byte[]> {
        final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();
        final ClientCall<byte[], byte[]> call;
        Metadata trailers = new Metadata();

        Call(ManagedChannel channel, MethodDescriptor<byte[], byte[]> method, int seconds, Metadata fields) {
            CallOptions within = CallOptions.DEFAULT.withDeadlineAfter(seconds, TimeUnit.SECONDS);
            call = channel.newCall(method, within);
            call.start(this, fields);
            call.request(1);
        }

        Call say(byte[] message) {
            call.sendMessage(message);
            return this;
        }

        Call end() {
            call.halfClose();
            return this;
        }

        @Override
        public void onMessage(byte[] message) {
            messages.add(message);
            call.request(1);
        }

        @Override
        public void onClose(Status status, Metadata after) {
            trailers = after;
            ends.add(status);
        }

        Status ended() throws InterruptedException {
            return H2cTest.taken(ends);
        }

        Status.Code code() throws InterruptedException {
            return ended().getCode();
        }
    }

    private Call call(MethodDescriptor<byte[], byte[]> method) {
        return new Call(channel, method, WAIT_SECONDS, new Metadata());
    }

    private Call ask(MethodDescriptor<byte[], byte[]> method, byte[] message) {
        return call(method).say(message).end();
    }

    @BeforeEach
    void start() throws IOException {
        Server started = service();
        closing.add(started::shutdownNow);
        var endpoint = EdgeWorld.h2c(EdgeWorld.endpoint(EdgeWorld.ACME, 1, started.getPort(), "lo"));
        world.routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Serving(List.of(endpoint)))
                .withRules(EdgeWorld.hasty()));
        closing.add(channel::shutdownNow);
    }

    @AfterEach
    void stop() throws Exception {
        closing.reversed().forEach(Runnable::run);
        world.close();
    }

    private static byte[] text(int number) {
        return String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
    }

    private static int number(byte[] text) {
        return Integer.parseInt(new String(text, StandardCharsets.US_ASCII));
    }

    @Test
    void asksOnceAndIsAnsweredOnce() throws Exception {
        for (int i = 0; i < 100; i++) {
            Call call = ask(ECHO, text(i));

            assertThat(call.code()).isEqualTo(Status.Code.OK);
            assertThat(number(H2cTest.taken(call.messages))).isEqualTo(i);
        }
        assertThat(world.edge.totals().upstreamConnects()).isLessThanOrEqualTo(2);
    }

    @Test
    void passesLargeMessagesBothWays() throws Exception {
        byte[] large = new byte[LARGE];
        new Random(3).nextBytes(large);

        Call call = ask(ECHO, large);

        assertThat(call.code()).isEqualTo(Status.Code.OK);
        assertThat(Arrays.equals(H2cTest.taken(call.messages), large)).isTrue();
    }

    @Test
    void tellsHowACallEnds() throws Exception {
        Metadata fields = new Metadata();
        fields.put(DETAILS, new byte[] {0, -1, 7});

        Call call = new Call(channel, REFUSE, WAIT_SECONDS, fields).say(text(1)).end();

        Status told = call.ended();
        assertThat(told.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(told.getDescription()).isEqualTo("nö");
        assertThat(call.trailers.get(REASON)).isEqualTo("closed");
        assertThat(call.trailers.get(DETAILS)).containsExactly(0, -1, 7);
    }

    @Test
    void tellsThatNobodyKnowsAMethod() throws Exception {
        assertThat(ask(method("Unknown", MethodType.UNARY), text(1)).code()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void takesAStreamOfTheService() throws Exception {
        Call call = ask(COUNT, text(10_000));

        for (int i = 0; i < 10_000; i++) {
            assertThat(number(H2cTest.taken(call.messages))).isEqualTo(i);
        }
        assertThat(call.code()).isEqualTo(Status.Code.OK);
    }

    @Test
    void sendsAStreamOfTheClient() throws Exception {
        Call call = call(SUM);

        for (int i = 0; i < 500; i++) {
            call.say(new byte[1000]);
        }
        call.end();

        assertThat(number(H2cTest.taken(call.messages))).isEqualTo(500_000);
        assertThat(call.code()).isEqualTo(Status.Code.OK);
    }

    @Test
    void talksInTurns() throws Exception {
        Call call = call(TALK);

        for (int i = 0; i < 100; i++) {
            assertThat(number(H2cTest.taken(call.say(text(i)).messages))).isEqualTo(i);
        }

        assertThat(call.end().code()).isEqualTo(Status.Code.OK);
    }

    @Test
    void tellsTheServiceThatAClientHasCancelled() throws Exception {
        Call call = ask(NEVER, text(1));
        assertThat(asked.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();

        call.call.cancel("enough", null);

        assertThat(call.code()).isEqualTo(Status.Code.CANCELLED);
        assertThat(cancelled.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        EdgeWorld.eventually("nothing is open", () -> world.edge.totals().requestsOpen() == 0);
    }

    @Test
    void tellsTheServiceThatTheDeadlineHasPassed() throws Exception {
        // So that the deadline is not over before there is a connection.
        assertThat(ask(ECHO, text(1)).code()).isEqualTo(Status.Code.OK);

        Call call = new Call(channel, NEVER, 3, new Metadata()).say(text(1)).end();

        assertThat(call.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(cancelled.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answersManyAtOnce() throws Exception {
        List<Call> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(ask(ECHO, text(i)));
        }

        for (int i = 0; i < 300; i++) {
            assertThat(number(H2cTest.taken(all.get(i).messages))).isEqualTo(i);
            assertThat(all.get(i).code()).isEqualTo(Status.Code.OK);
        }
    }

    @Test
    void saysThatTheServiceIsAway() throws Exception {
        closing.removeFirst().run();

        EdgeWorld.eventually("it is told", () -> isUnavailable(ask(ECHO, text(1))));
    }

    private static boolean isUnavailable(Call call) {
        try {
            return call.code() == Status.Code.UNAVAILABLE;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
