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

    @Test
    void boundsUpdatesOfWindows() throws Exception {
        assertThat(after(2000, (client, turn) -> client.number(Frame.WINDOW_UPDATE, 0, 1)))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    /** Each asks for one more byte, and gets a frame for it (CVE-2019-9511). */
    @Test
    void boundsAnswersByteByByte() throws Exception {
        assertThat(after(4000, (client, turn) -> {
                    if (turn == 0) {
                        client.settings(4, 0).get(1, "nobody.test", "/", "accept", "text/html");
                    }
                    client.number(Frame.WINDOW_UPDATE, 1, 1);
                }))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    @Test
    void boundsDataOnStreamsThatAreOver() throws Exception {
        assertThat(after(
                        400,
                        (client, turn) -> client.get(1 + 2 * turn, HOST, "/").data(1 + 2 * turn, "late", false)))
                .isEqualTo(Frame.ENHANCE_YOUR_CALM);
    }

    /** Heads are bounded by no window (CVE-2019-9517). */
    @Test
    void boundsAnswersThatNobodyReads() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nX-Long: " + "v".repeat(15_000) + "\r\nContent-Length: 1\r\n\r\n";
        try (EdgeWorld world = Http2Test.world();
                Origin origin = Origin.answering(request -> head);
                FrameWire client = FrameWire.to(world.edge.port())) {
            world.acme(origin);
            boolean refused = false;
            try {
                for (int turn = 0; turn < 20_000; turn++) {
                    client.fields(1 + 2 * turn, true, FrameWire.request("HEAD", HOST, "/"));
                }
            } catch (IOException closed) {
                refused = true;
            }

            assertThat(refused).isTrue();
        }
    }
}
