package org.tenantry.gateway.edge.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.gateway.edge.Fuzz;

/** The server name that is read from a client's first bytes does not depend on how they come, and is a host or none. */
public final class FuzzedHello {
    private static final String NAMED = "no certificate for ";
    private static final int RECORD = 5;

    /** Of a hello whose first record is shorter than this, Netty takes the length from wherever the next bytes come from. */
    private static final int HANDSHAKE = 4;

    private static final Certificates NONE = none();

    private FuzzedHello() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > RECORD && ((input[RECORD - 2] & 0xff) << 8 | input[RECORD - 1] & 0xff) < HANDSHAKE) {
            return;
        }
        String heard = Fuzz.wherever(input, pieces -> {
            Heard outcome = new Heard();
            EmbeddedChannel channel = new EmbeddedChannel(new ClientHello(NONE, Duration.ofHours(1), outcome));
            for (ByteBuf piece : pieces) {
                if (piece.isReadable() && channel.isOpen()) {
                    channel.writeInbound(piece);
                }
            }
            channel.finishAndReleaseAll();
            // Why it is refused may depend on how much of it is there.
            return outcome.why.startsWith("TLS: ") ? "no hello" : outcome.why;
        });
        if (heard.startsWith(NAMED)) {
            String name = heard.substring(NAMED.length());
            Optional<String> host = CanonicalHost.ofAuthority(name).map(CanonicalHost::value);
            host.ifPresent(canonical -> Fuzz.same(
                    "found again", CanonicalHost.ofAuthority(canonical).map(CanonicalHost::value), host));
        }
    }

    private static Certificates none() {
        try {
            Path empty = Files.createTempDirectory("certificates");
            Certificates certificates = Certificates.start(TlsSettings.on(0, empty), InstantSource.system());
            Files.delete(empty);
            certificates.close();
            return certificates;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Heard implements Handshakes.Outcome {
        private String why = "nothing";

        @Override
        public void secured(Channel channel, Secured secured) {
            throw new AssertionError("secured without a certificate");
        }

        @Override
        public void refused(Channel channel, String reason, int status) {
            Fuzz.same("told once", why, "nothing");
            why = reason;
        }
    }
}
