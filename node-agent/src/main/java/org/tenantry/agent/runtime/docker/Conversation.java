package org.tenantry.agent.runtime.docker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.ByteFrames;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * A command's input and output over one connection of its own, upgraded from HTTP as the engine's API has it. docker-java
 * can do that too, but it never closes the input alone, so that a command which reads to the end of its input never ends.
 */
final class Conversation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final byte ERROR_CHANNEL = 2;
    private static final String BODY = "{\"Detach\":false,\"Tty\":false}";

    private final SocketChannel channel;
    private final DataInputStream answers;
    private final Thread reader;
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile boolean cancelled;

    private Conversation(SocketChannel channel, ByteFrames output) {
        this.channel = channel;
        this.answers = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        this.reader = Thread.ofVirtual().name("command-output").unstarted(() -> read(output));
    }

    /** Starts the command; returns once the engine agreed. Its input is closed at the end. */
    static Conversation begin(URI engine, String path, InputStream input, ByteFrames output) {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(Path.of(engine.getPath())));
                Conversation conversation = new Conversation(channel, output);
                conversation.agreed(path);
                conversation.reader.start();
                Thread.ofVirtual().name("command-input").start(() -> conversation.write(input));
                return conversation;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the engine does not answer: " + e.getMessage());
        }
    }

    private void agreed(String path) throws IOException {
        String request = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        OutputStream out = Channels.newOutputStream(channel);
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        String head = head();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw TenantryException.of(
                    ErrorCode.CONFLICT,
                    "the engine did not start the command: "
                            + head.lines().findFirst().orElse("no answer"));
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = answers.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                throw new EOFException("the engine's answer ended in its head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void write(InputStream input) {
        try (input) {
            input.transferTo(Channels.newOutputStream(channel));
            channel.shutdownOutput();
        } catch (IOException ended) {
            LOG.debug("a command took no more input: {}", ended.getMessage());
        }
    }

    /** Frames are one byte for the channel, three of nothing, four of length, and the bytes. */
    private void read(ByteFrames output) {
        try {
            for (int kind = answers.read(); kind >= 0; kind = answers.read()) {
                answers.skipNBytes(3);
                byte[] bytes = answers.readNBytes(answers.readInt());
                output.take(kind == ERROR_CHANNEL ? ByteFrames.Channel.ERROR : ByteFrames.Channel.OUTPUT, bytes);
            }
        } catch (IOException lost) {
            failed(TenantryException.of(ErrorCode.UNAVAILABLE, "a command's output broke off: " + lost.getMessage()));
        } catch (RuntimeException taker) {
            failed(taker);
        }
    }

    private void failed(RuntimeException with) {
        if (!cancelled) {
            failure = Optional.of(with);
        }
    }

    /** Waits for the last byte; whether it came by itself. */
    boolean await() throws InterruptedException {
        reader.join();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return !cancelled;
    }

    boolean isOver() {
        return !reader.isAlive();
    }

    /** Ends it now. */
    @Override
    public void close() {
        cancelled = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a command's connection did not close", e);
        }
    }
}
