package org.tenantry.agent.relay;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.ByteFrames;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.LogOptions;
import org.tenantry.agent.runtime.Running;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.json.Json;
import org.tenantry.common.protocol.RelayOpening;
import org.tenantry.common.secret.Secret;

/** One connection to the relay, from its first frame to its end. */
final class RelayConnection {
    private static final Logger LOG = LoggerFactory.getLogger(RelayConnection.class);
    private static final int OPENING_PATIENCE_MILLIS = 5_000;

    private final Runtime runtime;
    private final Socket socket;
    private final Secret key;
    private final CountDownLatch accepted = new CountDownLatch(1);
    private final DataInputStream in;
    private final DataOutputStream out;

    RelayConnection(Runtime runtime, Socket socket, Secret key) throws IOException {
        this.runtime = runtime;
        this.socket = socket;
        this.key = key;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    void serve() throws IOException {
        socket.setSoTimeout(OPENING_PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        Running running;
        try {
            running = begin(opening());
        } catch (TenantryException refused) {
            refuse(refused);
            return;
        }
        try (running) {
            accept();
            socket.setSoTimeout(0);
            Thread.ofVirtual().name("relay cancellation").start(() -> cancelWhenGone(running));
            end(running.await());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RelayOpening opening() throws IOException {
        int length = in.readInt();
        if (length < 2 || length > RelayOpening.LONGEST) {
            throw TenantryException.invalid("length", String.valueOf(length), "2 to " + RelayOpening.LONGEST);
        }
        byte[] bytes = in.readNBytes(length);
        RelayOpening opening = Json.read(Json.sealed(), new String(bytes, StandardCharsets.UTF_8), RelayOpening.class);
        if (!key.equals(opening.key())) {
            throw TenantryException.of(ErrorCode.UNAUTHENTICATED, "the key is not this relay's");
        }
        if (opening.format() != RelayOpening.FORMAT) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "format",
                    String.valueOf(opening.format()),
                    String.valueOf(RelayOpening.FORMAT));
        }
        return opening;
    }

    /** Finds the container and begins; nothing of what it sends goes out before {@link #accept}. */
    private Running begin(RelayOpening opening) {
        HeldContainer container = container(opening);
        ByteFrames output = (channel, bytes) -> {
            awaitAccepted();
            frame(channel(channel), bytes);
        };
        return switch (opening.kind()) {
            case LOGS ->
                runtime.logs(
                        container.id(),
                        new LogOptions(OptionalInt.of(opening.tail()), opening.follow(), false),
                        output);
            case EXEC -> {
                if (!(container.state() instanceof ContainerState.Running)) {
                    throw TenantryException.of(ErrorCode.CONFLICT, opening.replica() + " does not run");
                }
                yield runtime.exec(container.id(), opening.command(), InputStream.nullInputStream(), output);
            }
        };
    }

    private void awaitAccepted() {
        try {
            accepted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        }
    }

    private HeldContainer container(RelayOpening opening) {
        return meant(runtime.inventory(opening.instance()).containers(), opening.replica())
                .orElseThrow(() ->
                        TenantryException.notFound("replica", opening.replica().toString()));
    }

    /** While a replica is replaced it has two: the one that runs, and of two that run the successor, is meant. */
    static Optional<HeldContainer> meant(List<HeldContainer> all, ReplicaKey replica) {
        return all.stream()
                .filter(container -> container.replica().equals(replica))
                .max(Comparator.comparing(RelayConnection::runningSince));
    }

    private static Instant runningSince(HeldContainer container) {
        return container.state() instanceof ContainerState.Running(Instant since) ? since : Instant.MIN;
    }

    /** Reads on: the caller sends nothing, so the end of its stream is its leaving. */
    private void cancelWhenGone(Running running) {
        try {
            while (in.read() >= 0) {
                LOG.debug("relay: input is not taken here");
            }
        } catch (IOException gone) {
            LOG.debug("relay: the caller is gone: {}", gone.toString());
        }
        running.close();
    }

    /** What waits to be sent goes on even when the caller has left: it must find that out, and end. */
    private void accept() throws IOException {
        try {
            out.writeByte(RelayOpening.ACCEPTED);
            out.flush();
        } finally {
            accepted.countDown();
        }
    }

    private void refuse(TenantryException refused) throws IOException {
        byte[] bytes = Json.write(
                        Json.sealed(), new RelayOpening.Refusal(refused.code().number(), refused.message()))
                .getBytes(StandardCharsets.UTF_8);
        out.writeByte(RelayOpening.REFUSED);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private void end(OptionalInt exitCode) {
        frame(
                RelayOpening.END,
                Json.write(Json.sealed(), new RelayOpening.End(exitCode)).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void frame(byte channel, byte[] bytes) {
        try {
            out.writeByte(channel);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static byte channel(ByteFrames.Channel channel) {
        return switch (channel) {
            case OUTPUT -> RelayOpening.OUTPUT;
            case ERROR -> RelayOpening.ERRORS;
        };
    }
}
