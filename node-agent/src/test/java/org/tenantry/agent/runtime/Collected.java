package org.tenantry.agent.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes everything that a stream brings. */
public final class Collected implements ByteFrames {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Channel> channels = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void take(Channel channel, byte[] more) {
        channels.add(channel);
        bytes.writeBytes(more);
    }

    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    public List<Channel> channels() {
        return channels;
    }
}
