package org.tenantry.gateway.fleet;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What instances of the fleet are made of: two services, one after the other, with a volume and a generated secret. */
final class FleetTemplates {
    static final String PAIR = "pair@1.0";
    /** The same, but for an image that the registry refuses. */
    static final String REFUSED = "refused@1.0";

    static final String REFUSED_IMAGE = "example/refused:1";

    private static final String MANIFEST = """
        format: 1
        name: %s
        version: "1.0"
        description: Two services, one after the other.
        web: {service: web, port: 8000}
        secrets:
          db_password: {length: 24}
        """;
    private static final String COMPOSE = """
        services:
          web:
            image: %s
            depends_on: {db: {condition: service_healthy}}
            healthcheck: {test: [CMD, well], interval: 1s}
            restart: unless-stopped
            environment: {PASSWORD: "${db_password}"}
            deploy: {resources: {limits: {cpus: "0.05", memory: 16M}}}
          db:
            image: example/db:1
            healthcheck: {test: [CMD, well], interval: 1s}
            restart: unless-stopped
            environment: {PASSWORD: "${db_password}"}
            volumes: [data:/var/lib/data]
            deploy: {resources: {limits: {cpus: "0.05", memory: 16M}}}
        volumes:
          data:
        """;

    /** The same, for people who come by https only. */
    static final String STRICT = "strict@1.0";

    /** As many services as a large application has. */
    static final String FIFTEEN = "fifteen@1.0";

    /** The pair, where the web service speaks HTTP/2. */
    static final String CALLED = "called@1.0";

    private FleetTemplates() {}

    static Map<String, String> called() {
        String manifest = MANIFEST.formatted("called").replace("port: 8000", "port: 8000, protocol: h2c");
        return Map.of("manifest", manifest, "compose", COMPOSE.formatted("example/web:1"));
    }

    static List<Map<String, String>> all() {
        return List.of(
                Map.of("manifest", MANIFEST.formatted("pair"), "compose", COMPOSE.formatted("example/web:1")),
                Map.of("manifest", MANIFEST.formatted("refused"), "compose", COMPOSE.formatted(REFUSED_IMAGE)));
    }

    /** The pair with another image of its web service, which has no data. */
    static Map<String, String> second() {
        return Map.of(
                "manifest",
                MANIFEST.formatted("pair").replace("\"1.0\"", "\"2.0\""),
                "compose",
                COMPOSE.formatted("example/web:2"));
    }

    static Map<String, String> strict() {
        String manifest = MANIFEST.formatted("strict").replace("port: 8000", "port: 8000, https: redirect");
        return Map.of("manifest", manifest, "compose", COMPOSE.formatted("example/web:1"));
    }

    static Map<String, String> fifteen() {
        StringBuilder compose = new StringBuilder("services:\n");
        for (String service : fifteenServices()) {
            compose.append("  " + service + ":\n")
                    .append("    image: example/web:1\n")
                    .append("    healthcheck: {test: [CMD, well], interval: 1m}\n")
                    .append("    deploy: {resources: {limits: {cpus: \"0.01\", memory: 6M}}}\n");
        }
        return Map.of(
                "manifest",
                "format: 1\nname: fifteen\nversion: \"1.0\"\nweb: {service: web, port: 8000}\n",
                "compose",
                compose.toString());
    }

    static List<String> fifteenServices() {
        return IntStream.rangeClosed(1, 15)
                .mapToObj(number -> number == 1 ? "web" : "a-service-with-a-name-number-" + number)
                .toList();
    }
}
