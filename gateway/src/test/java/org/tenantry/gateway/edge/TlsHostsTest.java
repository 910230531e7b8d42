package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.WebRules;

/** Whom a request over TLS is for, and who is sent to TLS. */
class TlsHostsTest {
    private static final CanonicalHost ACME = new CanonicalHost("acme.example.test");
    private static final CanonicalHost GLOBEX = new CanonicalHost("globex.example.test");

    @TempDir
    Path certificates;

    @Test
    void underOneWildcardEachRequestGoesToItsOwnHost() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "*.example.test");
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            route(world, acme, globex);
            Wire client = world.client("acme.example.test");

            assertThat(client.get("acme.example.test", "/").reply().body()).isEqualTo("acme");
            assertThat(client.get("globex.example.test:8443", "/").reply().body())
                    .isEqualTo("globex");
            assertThat(client.get("acme.example.test", "/").reply().body()).isEqualTo("acme");
            assertThat(globex.seen).hasSize(1);
        }
    }

    @Test
    void aHostOfAnotherCertificateIsMisdirected() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "acme.example.test");
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            world.certificate("second", "globex.example.test");
            EdgeWorld.eventually("both are in use", () -> world.isTaken("globex.example.test"));
            route(world, acme, globex);
            Wire client = world.client("acme.example.test");

            assertThat(client.get("acme.example.test", "/").reply().body()).isEqualTo("acme");
            Reply refused = client.get("globex.example.test", "/").reply();
            assertThat(refused.status()).isEqualTo(421);
            assertThat(refused.body()).contains("\"code\":\"misdirected\"");
            assertThat(client.get("acme.example.test", "/").reply().body()).isEqualTo("acme");
            assertThat(globex.seen).isEmpty();
        }
    }

    @Test
    void theDefaultCertificateServesTheNameThatWasAskedForAndNoOther() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "elsewhere.test");
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            world.certificate("default", "fallback.test");
            EdgeWorld.eventually("the default is in use", () -> world.isTaken("fallback.test"));
            route(world, acme, globex);
            Wire client = world.careless("acme.example.test");

            assertThat(client.get("acme.example.test", "/").reply().body()).isEqualTo("acme");
            assertThat(client.get("globex.example.test", "/").reply().status()).isEqualTo(421);
            assertThat(world.careless("").get("acme.example.test", "/").reply().status())
                    .isEqualTo(421);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a?b=c HTTP/1.1, 301, /a?b=c",
        "HEAD /a HTTP/1.1, 301, /a",
        "POST /a HTTP/1.1, 308, /a",
        "DELETE //x HTTP/1.1, 308, //x",
        "GET http://ACME.example.test?q HTTP/1.1, 301, /?q",
        "GET http://acme.example.test HTTP/1.1, 301, /",
        "OPTIONS * HTTP/1.1, 308, /",
    })
    void aRouteThatInsistsOnTlsSendsPlainRequestsThere(String line, int status, String path) throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "*.example.test");
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            route(world, acme, globex);
            world.edge.routes.put(
                    route(world, ACME).withRules(RouteRules.standard().withHttps(WebRules.Https.REDIRECT)));
            Wire client = world.edge.client();

            Reply reply = client.send(line + "\r\nHost: acme.EXAMPLE.test:8080\r\n\r\n")
                    .message(line.startsWith("HEAD"))
                    .orElseThrow();

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("location")).hasValue("https://acme.example.test:" + world.port() + path);
            assertThat(client.get("globex.example.test", "/").reply().body()).isEqualTo("globex");
            assertThat(acme.seen).isEmpty();
        }
    }

    @Test
    void challengesOfCertificateAuthoritiesAreNeverSentAway() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "*.example.test");
                Origin acme = Origin.saying("token");
                Origin globex = Origin.saying("globex")) {
            route(world, acme, globex);
            world.edge.routes.put(
                    route(world, ACME).withRules(RouteRules.standard().withHttps(WebRules.Https.HSTS)));

            assertThat(world.edge
                            .get("acme.example.test", "/.well-known/acme-challenge/x")
                            .body())
                    .isEqualTo("token");
            assertThat(world.edge
                            .get("acme.example.test", "/.well-known/acme-challenge")
                            .status())
                    .isEqualTo(301);
        }
    }

    @Test
    void onlyAnswersOverTlsTellBrowsersToComeByTls() throws Exception {
        try (TlsWorld world = TlsWorld.with(certificates, "*.example.test");
                Origin acme = Origin.saying("acme");
                Origin globex = Origin.saying("globex")) {
            route(world, acme, globex);
            world.edge.routes.put(
                    route(world, ACME).withRules(RouteRules.standard().withHttps(WebRules.Https.HSTS)));
            Wire client = world.client("acme.example.test");

            Reply reply = client.get("acme.example.test", "/").reply();

            assertThat(reply.field("strict-transport-security")).hasValue("max-age=31536000");
            assertThat(client.get("globex.example.test", "/").reply().field("strict-transport-security"))
                    .isEmpty();
            assertThat(world.edge.get("acme.example.test", "/").field("strict-transport-security"))
                    .isEmpty();
        }
    }

    private static void route(TlsWorld world, Origin acme, Origin globex) {
        world.edge.acme(acme);
        world.edge.routes.put(EdgeWorld.route(
                ACME, world.edge.routes.find(EdgeWorld.ACME_HOST).orElseThrow().availability()));
        world.edge.routes.put(EdgeWorld.globex(GLOBEX, globex.port()));
    }

    private static Route route(TlsWorld world, CanonicalHost host) {
        return world.edge.routes.find(host).orElseThrow();
    }
}
