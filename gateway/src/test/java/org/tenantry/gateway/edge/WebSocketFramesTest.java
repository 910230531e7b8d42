package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {
    @Test
    void knowsWhereFramesEndHoweverTheyAreSplit() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Integer> ends = new ArrayList<>();
            ByteBuf all = frames(random, ends);
            WebSocketFrames frames = new WebSocketFrames();
            while (all.isReadable()) {
                int piece = 1 + random.nextInt(Math.min(all.readableBytes(), 1 + random.nextInt(300)));
                frames.pass(all.readSlice(piece));

                assertThat(frames.isBetween())
                        .as("seed %d at %d", seed, all.readerIndex())
                        .isEqualTo(ends.contains(all.readerIndex()));
            }
            assertThat(frames.isClosed()).isFalse();
        }
    }

    @Test
    void passesTheRestOfAFrameOnly() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Integer> ends = new ArrayList<>();
            ByteBuf all = frames(random, ends);
            int split = 1 + random.nextInt(all.readableBytes() - 1);
            WebSocketFrames frames = new WebSocketFrames();
            frames.pass(all.readSlice(split));

            int rest = frames.passRest(all);

            int next = ends.stream().filter(end -> end >= split).findFirst().orElseThrow();
            assertThat(split + rest).as("seed %d", seed).isEqualTo(next);
            assertThat(frames.isBetween()).isTrue();
        }
    }

    @Test
    void hearsTheInstanceSayGoodbye() {
        WebSocketFrames frames = new WebSocketFrames();
        frames.pass(Unpooled.wrappedBuffer(new byte[] {(byte) 0x89, 0}));
        assertThat(frames.isClosed()).isFalse();

        frames.pass(Unpooled.wrappedBuffer(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}));

        assertThat(frames.isClosed()).isTrue();
        assertThat(frames.isBetween()).isTrue();
    }

    @Test
    void takesALengthThatNobodyMayHaveForOneThatNeverEnds() {
        WebSocketFrames frames = new WebSocketFrames();

        frames.pass(Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0}));

        assertThat(frames.isBetween()).isFalse();
    }

    private static ByteBuf frames(Random random, List<Integer> ends) {
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 12; i++) {
            int size = List.of(0, 1, 125, 126, 127, 300, 65_535, 65_536).get(random.nextInt(8));
            boolean masked = random.nextInt(5) == 0;
            all.writeByte(0x80 | 1 + random.nextInt(2));
            head(all, size, masked ? 0x80 : 0);
            all.writeZero(masked ? 4 : 0);
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            all.writeBytes(payload);
            ends.add(all.writerIndex());
        }
        return all;
    }

    private static void head(ByteBuf out, int size, int mask) {
        if (size < 126) {
            out.writeByte(mask | size);
        } else if (size < 65_536) {
            out.writeByte(mask | 126).writeShort(size);
        } else {
            out.writeByte(mask | 127).writeLong(size);
        }
    }
}
