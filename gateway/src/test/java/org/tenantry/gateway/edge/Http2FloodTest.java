package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a connection may not ask for without end; who does is sent away, and others are not. */
class Http2FloodTest {
    private static final String HOST = "acme.test";

    private interface Flood {
        void send(FrameWire client, int turn) throws IOException;
    }

    /** The error that the connection is ended with after at most so many turns. */
    private static int after(int turns, Flood flood) throws Exception {
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.saying("ok");
                FrameWire bystander = FrameWire.to(world.edge.port());
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            try {
                for (int turn = 0; turn < turns; turn++) {
                    flood.send(client, turn);
                }
            } catch (IOException closedAlready) {
                assertThat(closedAlready).isNotNull();
            }
            int error = client.goodbye();
            assertThat(bystander.get(1, HOST, "/").answer(1)).isEqualTo("200 ok");
            return error;
        }
    }

    @Test
    void boundsResets() throws Exception {
        assertThat(after(
                        400,
                        (client, turn) -> client.post(1 + 2 * turn, HOST, "/")
                                .number(Frame.RST_STREAM, 1 + 2 * turn, Frame.CANCEL)))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsResetsThatAClientProvokes() throws Exception {
        assertThat(after(
                        400,
                        (client, turn) ->
                                client.post(1 + 2 * turn, HOST, "/").number(Frame.WINDOW_UPDATE, 1 + 2 * turn, 0)))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsMalformedRequests() throws Exception {
        assertThat(after(400, (client, turn) -> client.fields(1 + 2 * turn, true, "x", "y")))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsPings() throws Exception {
        assertThat(after(2000, (client, turn) -> client.send(Frame.PING, 0, 0, new byte[8])))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsSettings() throws Exception {
        assertThat(after(2000, (client, turn) -> client.settings(4, 65_535 + turn)))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsPriorities() throws Exception {
        assertThat(after(2000, (client, turn) -> client.send(Frame.PRIORITY, 0, 1, new byte[] {0, 0, 0, 0, 1})))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsUnknownFrames() throws Exception {
        assertThat(after(2000, (client, turn) -> client.send(0x20, 0, 0, new byte[0])))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsEmptyData() throws Exception {
        assertThat(after(100, (client, turn) -> {
                    if (turn == 0) {
                        client.post(1, HOST, "/");
                    }
                    client.data(1, "", false);
                }))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsContinuations() throws Exception {
        assertThat(after(100, (client, turn) -> {
                    if (turn == 0) {
                        client.send(Frame.HEADERS, Frame.END_STREAM, 1, FrameWire.block(":method", "GET"));
                    }
                    client.send(Frame.CONTINUATION, 0, 1, new byte[0]);
                }))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsFieldsThatNeverEnd() throws Exception {
        byte[] block = FrameWire.block("x-a", "a".repeat(16_000));
        assertThat(after(100, (client, turn) -> {
                    if (turn == 0) {
                        client.send(Frame.HEADERS, Frame.END_STREAM, 1, FrameWire.block(":method", "GET"));
                    }
                    client.send(Frame.CONTINUATION, 0, 1, block);
                }))
                .isPositive();
    }
}
