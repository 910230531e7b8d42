package org.tenantry.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.edge.Availability;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.Route;
import org.tenantry.gateway.edge.RouteTable;

class EdgeMeasuresTest {
    private static final int ROUTES = 20_000;
    private static final int ASKED = 150;

    private final RouteTable routes = new RouteTable();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T18:00:00Z"));

    @Test
    void growsWithTenantsToABoundOnly() throws Exception {
        try (Edge edge = Edge.start(EdgeSettings.on("127.0.0.1", 0), routes, now::get, ids(1))) {
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Measures.ofGround(meters, edge);
            long before = series(meters.scrape());
            addRoutes();

            ask(edge.port());
            now.updateAndGet(then -> then.plusSeconds(60));
            String told = meters.scrape();

            assertThat(told.lines().filter(line -> line.startsWith("tenantry_route_requests_total{")))
                    .hasSize(100)
                    .allMatch(line -> line.endsWith(" 1.0"));
            assertThat(told).contains("tenantry_edge_answers_total{status=\"5xx\"} " + ASKED + ".0\n");
            assertThat(told).contains("tenantry_edge_request_duration_seconds_count " + ASKED + "\n");
            assertThat(told).contains("tenantry_edge_request_duration_seconds_bucket{le=\"+Inf\"} " + ASKED + "\n");
            assertThat(series(told) - before).isEqualTo(4 * 100);
        }
    }

    private static long series(String told) {
        return told.lines().filter(line -> !line.startsWith("#")).count();
    }

    private void addRoutes() {
        Ids ids = ids(2);
        Availability away = new Availability.Away(Availability.Reason.STARTING);
        TenantId tenant = new TenantId(ids.next("t-"));
        for (int i = 0; i < ROUTES; i++) {
            routes.put(new Route(new CanonicalHost("h" + i + ".test"), new InstanceId(ids.next("i-")), tenant, away));
        }
    }

    private static void ask(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            socket.setSoTimeout(30_000);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            for (int i = 0; i < ASKED; i++) {
                String request = "HEAD / HTTP/1.1\r\nHost: h" + i + ".test\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                assertThat(in.readLine()).startsWith("HTTP/1.1 503");
                while (!in.readLine().isEmpty()) {
                    // The rest of its head.
                }
            }
        }
    }

    private static Ids ids(int seed) {
        return new Ids(new Random(seed));
    }
}
