package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tenantry.common.instance.Endpoint;

/**
 * An address that changed its owner, with real devices: whoever gets it next must not get what was meant for the one before.
 * Makes network namespaces, so it runs as root.
 */
@Tag("system")
class AddressReuseTest {
    private static final String SERVER = "import http.server,sys\n"
            + "class H(http.server.BaseHTTPRequestHandler):\n"
            + " def do_GET(s):\n"
            + "  b=sys.argv[1].encode(); s.send_response(200); s.send_header('Content-Length',str(len(b)))\n"
            + "  s.end_headers(); s.wfile.write(b)\n"
            + "print('ready',flush=True)\n"
            + "http.server.HTTPServer(('10.222.77.2',80),H).serve_forever()\n";

    @Test
    void neverReachesTheNextOwnerOfAnAddress() throws Exception {
        try (EdgeWorld world = new EdgeWorld(AddressReuseTest::impatient)) {
            String before;
            try (Namespace acme = new Namespace("acme")) {
                before = acme.device;
                serve(world, before);
                assertThat(world.get("acme.test", "/").body()).isEqualTo("acme");
            }
            try (Namespace globex = new Namespace("globex")) {
                assertThat(world.get("acme.test", "/").status()).isEqualTo(503);

                try (Namespace bystander = Namespace.withoutAddress()) {
                    serve(world, bystander.device);
                    assertThat(world.get("acme.test", "/").status()).isEqualTo(503);
                }
                serve(world, "lo");
                assertThat(world.get("acme.test", "/").status()).isEqualTo(503);
                serve(world, before);
                assertThat(world.get("acme.test", "/").status()).isEqualTo(503);

                serve(world, globex.device);
                assertThat(world.get("acme.test", "/").body()).isEqualTo("globex");
            }
        }
    }

    private static EdgeSettings impatient(EdgeSettings settings) {
        return settings.withTimeouts(settings.timeouts().withConnect(Duration.ofMillis(500)));
    }

    private static void serve(EdgeWorld world, String device) {
        Endpoint there = EdgeWorld.endpoint(EdgeWorld.ACME, 1, 80, device);
        Endpoint endpoint =
                new Endpoint(there.node(), there.term(), there.instance(), there.replica(), "10.222.77.2", 80, device);
        world.routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Serving(List.of(endpoint)))
                .withRules(EdgeWorld.hasty()));
    }

    /** A network namespace at the other end of a device, with a web service at 10.222.77.2 that says whose it is. */
    private static final class Namespace implements AutoCloseable {
        final String device =
                "tnt" + UUID.randomUUID().toString().replace("-", "").substring(0, 10);
        private final List<Process> processes = new ArrayList<>();

        private Namespace() throws Exception {
            run("ip", "netns", "add", device);
            run("ip", "link", "add", device, "type", "veth", "peer", "name", "eth0", "netns", device);
            run("ip", "link", "set", device, "up");
        }

        Namespace(String says) throws Exception {
            this();
            run("ip", "addr", "add", "10.222.77.1/24", "dev", device);
            inside("ip", "addr", "add", "10.222.77.2/24", "dev", "eth0");
            inside("ip", "link", "set", "eth0", "up");
            Process server = new ProcessBuilder("nsenter", "--net=/run/netns/" + device, "python3", "-c", SERVER, says)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            processes.add(server);
            assertThat(server.getInputStream().read()).isEqualTo('r');
            EdgeWorld.eventually("the service listens", this::isListening);
        }

        static Namespace withoutAddress() throws Exception {
            return new Namespace();
        }

        private boolean isListening() {
            try {
                new Socket("10.222.77.2", 80).close();
                return true;
            } catch (IOException notYet) {
                return false;
            }
        }

        private void inside(String... command) throws Exception {
            List<String> all = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + device));
            all.addAll(List.of(command));
            run(all.toArray(String[]::new));
        }

        private static void run(String... command) throws Exception {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(String.join(" ", command) + ": " + said)
                    .isZero();
        }

        @Override
        public void close() throws Exception {
            for (Process process : processes) {
                process.destroyForcibly().waitFor();
            }
            run("ip", "link", "del", device);
            run("ip", "netns", "del", device);
        }
    }
}
