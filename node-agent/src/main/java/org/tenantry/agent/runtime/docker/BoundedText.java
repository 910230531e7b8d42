package org.tenantry.agent.runtime.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.tenantry.agent.runtime.ByteFrames;

/** Keeps the first bytes of what a command writes, and lets the rest go by. */
final class BoundedText implements ByteFrames {
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    BoundedText(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void take(Channel channel, byte[] more) {
        bytes.write(more, 0, Math.min(more.length, limit - bytes.size()));
    }

    @Override
    public synchronized String toString() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
