package org.tenantry.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.edge.Availability;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.Route;
import org.tenantry.gateway.edge.RouteTable;

/**
 * A start that the JVM learns from: run with {@code -XX:AOTCacheOutput=FILE} (JEP 483 and 515), it leaves what was loaded,
 * linked and called often, and starts of the program with that file are quicker from then on, and their first requests too. A
 * gateway with an empty home, and an edge that relays requests to its API.
 */
final class Rehearsal {
    private static final int REQUESTS = 5000;
    private static final CanonicalHost HOST = new CanonicalHost("localhost");
    private static final Map<String, String> ANY_PORTS = Map.of(
            "TENANTRY_EDGE_PORT", "0",
            "TENANTRY_EDGE_TLS_PORT", "0",
            "TENANTRY_API_PORT", "0",
            "TENANTRY_AGENTS_PORT", "0");

    private Rehearsal() {}

    /** {@code DIRECTORY}, an empty one. */
    public static void main(String[] arguments) throws IOException {
        rehearse(Path.of(arguments[0]), REQUESTS);
        System.exit(0);
    }

    /** Blocks until so many requests are answered. */
    static void rehearse(Path home, int requests) throws IOException {
        Ids ids = new Ids(RandomGenerator.of("L64X128MixRandom"));
        RouteTable routes = new RouteTable();
        EdgeSettings settings =
                EdgeSettings.on("127.0.0.1", 0).withEventLoops(1).withAccessLog(home.resolve("rehearsal.log"));
        try (Gateway gateway = Gateway.open(GatewaySettings.read(home, ANY_PORTS));
                Edge edge = Edge.start(settings, routes, InstantSource.system(), new Ids(new SecureRandom()))) {
            gateway.begin();
            routes.put(route(ids, apiPort(home)));
            ask(edge.port(), requests);
        }
    }

    private static int apiPort(Path home) throws IOException {
        String told = Files.readString(home.resolve("gateway").resolve("gateway.json"));
        return Json.read(Json.open(), told, JsonNode.class).path("apiPort").asInt();
    }

    private static Route route(Ids ids, int port) {
        InstanceId instance = new InstanceId(ids.next("i-"));
        Endpoint endpoint = new Endpoint(
                new NodeId(ids.next("n-")),
                new Term(1, 1),
                instance,
                new ReplicaKey(new ServiceName("web"), 1),
                "127.0.0.1",
                port,
                "lo");
        return new Route(HOST, instance, new TenantId(ids.next("t-")), new Availability.Serving(List.of(endpoint)));
    }

    private static void ask(int port, int requests) throws IOException {
        byte[] request = ("GET /readyz HTTP/1.1\r\nHost: " + HOST + "\r\nAccept: */*\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket("127.0.0.1", port);
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < requests; i++) {
                socket.getOutputStream().write(request);
                answered(in);
            }
        }
    }

    private static void answered(BufferedReader in) throws IOException {
        long body = 0;
        String line = in.readLine();
        if (line == null || !line.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("the edge answered '" + line + "' (expected: 200)");
        }
        while (line != null && !line.isEmpty()) {
            String field = line.toLowerCase(Locale.ROOT);
            body = field.startsWith("content-length:")
                    ? Long.parseLong(field.substring(15).strip())
                    : body;
            line = in.readLine();
        }
        for (long left = body; left > 0; left -= in.skip(left)) {
            // What has come is skipped at once, what has not is waited for.
        }
    }
}
