package org.tenantry.gateway.fleet;

import java.util.Map;
import org.tenantry.agent.runtime.ExecResult;
import org.tenantry.common.instance.ServiceName;

/**
 * A template in versions: 1.1 needs another image and another secret for {@code web} and has no colour any more, 2.0 needs an
 * image that is refused, and 3.0 is never well. Its {@code db} is the same in all of them.
 */
final class Shop {
    static final String REFUSED_IMAGE = "example/web:refused";

    private static final String MANIFEST = """
            format: 1
            name: shop
            version: "%s"
            web: {service: web, port: 8000}
            parameters:
              motto: {type: string, default: "Welcome"}
              key: {type: string, secret: true}
            %s
            secrets:
              db_password: {length: 24}
            %s
            """;
    private static final String COMPOSE = """
            services:
              web:
                image: %s
                depends_on: {db: {condition: service_healthy}}
                healthcheck: {test: [CMD, %s], interval: 1s, retries: 2}
                restart: unless-stopped
                environment: {MOTTO: "${motto}", KEY: "${key:-none}", PASSWORD: "${db_password}"%s}
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

    private Shop() {}

    /** Adds all versions; commands are well unless they are called ill. */
    static void open(Fleet fleet) {
        add(
                fleet,
                "1.0",
                "  colour: {type: string, default: red}",
                "",
                "example/web:1",
                "well",
                ", COLOUR: \"${colour}\"");
        add(fleet, "1.1", "", "  token: {length: 32}", "example/web:2", "well", ", TOKEN: \"${token}\"");
        add(fleet, "2.0", "", "", REFUSED_IMAGE, "well", "");
        add(fleet, "3.0", "", "", "example/web:3", "ill", "");
        fleet.node().engine.refuseImage(REFUSED_IMAGE, "manifest unknown");
        fleet.node()
                .engine
                .commands(
                        new ServiceName("web"),
                        command -> command.contains("ill")
                                ? new ExecResult.Ended(1, "out of order")
                                : new ExecResult.Ended(0, "well"));
    }

    private static void add(
            Fleet fleet, String version, String parameter, String secret, String image, String health, String more) {
        fleet.client()
                .post(
                        "/templates",
                        Map.of(
                                "manifest",
                                MANIFEST.formatted(version, parameter, secret),
                                "compose",
                                COMPOSE.formatted(image, health, more)))
                .expect(201);
    }
}
