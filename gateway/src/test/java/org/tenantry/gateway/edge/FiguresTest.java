package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.gateway.edge.figures.Distribution;
import org.tenantry.gateway.edge.figures.Event;
import org.tenantry.gateway.edge.figures.Measure;

class FiguresTest {
    @TempDir
    private Path certificates;

    @Test
    void measuresRequestsAndAnswers() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("0123456789")) {
            world.acme(origin);
            Wire client = world.client();
            client.send("POST / HTTP/1.1\r\nHost: acme.test\r\nContent-Length: 3\r\n\r\nabc");
            client.reply();
            world.get("unknown.test", "/");
            world.client().send("POST / HTTP/1.1\r\nHost: acme.test\r\nTransfer-Encoding: chunked\r\n\r\nno chunk");

            EdgeWorld.eventually("what has no answer is counted", () -> count(world, Event.NO_ANSWER) == 1);
            assertThat(count(world, Event.ANSWER_2XX)).isEqualTo(1);
            assertThat(count(world, Event.ANSWER_4XX)).isEqualTo(1);
            assertThat(count(world, Measure.DURATION)).isEqualTo(3);
            assertThat(count(world, Measure.FIRST_BYTE)).isEqualTo(1);
            assertThat(of(world, Measure.RECEIVED).sum()).isEqualTo(3);
        }
    }

    @Test
    void countsConnectionsToEndpoints() throws Exception {
        try (EdgeWorld world = new EdgeWorld();
                Origin origin = Origin.saying("")) {
            world.acme(origin);
            world.client().get("acme.test", "/").reply();

            assertThat(world.edge.figures().upstreamOpen()).isEqualTo(1);
            EdgeWorld.eventually("it rests", () -> world.edge.figures().upstreamIdle() == 1);

            world.routes.remove(EdgeWorld.ACME_HOST, EdgeWorld.ACME);
            EdgeWorld.eventually(
                    "none is left",
                    () -> world.edge.figures().upstreamOpen() == 0
                            && world.edge.figures().upstreamIdle() == 0);
        }
    }

    @Test
    void countsHandshakes() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test");
                Origin origin = Origin.saying("")) {
            world.edge.acme(origin);
            long before = count(world.edge, Event.HANDSHAKE);
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                SSLContext context = world.authority.trusting();
                for (int i = 0; i < 2; i++) {
                    try (Wire client = world.client(context, "acme.test", version)) {
                        client.get("acme.test", "/").reply();
                    }
                }
            }
            try (Wire plain = Wire.to(world.port()).get("acme.test", "/")) {
                assertThat(plain.reply().status()).isEqualTo(400);
            }

            assertThat(count(world.edge, Event.HANDSHAKE)).isEqualTo(before + 4);
            assertThat(count(world.edge, Event.HANDSHAKE_RESUMED)).isEqualTo(2);
            assertThat(count(world.edge, Event.HANDSHAKE_FAILED)).isPositive();
        }
    }

    @Test
    void knowsWhenTheFirstCertificateExpires() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.test")) {
            world.certificate("second", "globex.test");

            EdgeWorld.eventually(
                    "both are in use",
                    () -> world.edge.edge.figures().certificates().certificates() == 2);
            assertThat(world.edge.edge.figures().certificates().expiry())
                    .hasValueSatisfying(first -> assertThat(first).isAfter(Instant.now()));
        }
    }

    private static long count(EdgeWorld world, Event event) {
        return world.edge.figures().count(event);
    }

    private static long count(EdgeWorld world, Measure measure) {
        return of(world, measure).count();
    }

    private static Distribution of(EdgeWorld world, Measure measure) {
        return Objects.requireNonNull(world.edge.figures().measures().get(measure));
    }
}
