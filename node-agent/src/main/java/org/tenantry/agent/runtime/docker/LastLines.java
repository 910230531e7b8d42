package org.tenantry.agent.runtime.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.tenantry.agent.runtime.ByteFrames;

/** Keeps the last lines of a stream, each cut to a bounded length. */
final class LastLines implements ByteFrames {
    private static final int LINE_BYTES = 1000;

    private final int limit;
    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LastLines(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void take(Channel channel, byte[] bytes) {
        for (byte one : bytes) {
            if (one == '\n') {
                end();
            } else if (line.size() < LINE_BYTES) {
                line.write(one);
            }
        }
    }

    private void end() {
        lines.addLast(line.toString(StandardCharsets.UTF_8).stripTrailing());
        line.reset();
        if (lines.size() > limit) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        if (line.size() > 0) {
            end();
        }
        return List.copyOf(lines);
    }
}
