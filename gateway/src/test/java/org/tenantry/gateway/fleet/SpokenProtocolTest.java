package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.RouteSnapshot;
import org.tenantry.gateway.edge.Rulebook;

/** What a template says that its web service speaks reaches the edge, by way of the agent. */
class SpokenProtocolTest {
    @TempDir
    private Path directory;

    private Fleet fleet;

    @BeforeEach
    void open() {
        fleet = Fleet.open(directory, 1);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void tellsTheEdgeWhatTheWebServiceSpeaks() {
        fleet.client().post("/templates", FleetTemplates.called()).expect(201);
        String called = fleet.create("called", FleetTemplates.CALLED);
        String plain = fleet.create("plain", FleetTemplates.PAIR);

        assertThat(fleet.ended(called)).isEqualTo("succeeded");
        assertThat(fleet.ended(plain)).isEqualTo("succeeded");

        Waiting.until(
                "the edge knows both",
                () -> endpoints("called").size() + endpoints("plain").size() == 2);
        assertThat(endpoints("called")).allMatch(Endpoint::speaksH2c);
        assertThat(endpoints("plain")).noneMatch(Endpoint::speaksH2c);
        assertThat(fleet.client()
                        .get("/templates/" + FleetTemplates.CALLED)
                        .expect(200)
                        .body()
                        .path("webProtocol")
                        .asText())
                .isEqualTo("h2c");
    }

    /** Those that the gateway has written down for the edge's next start. */
    private List<Endpoint> endpoints(String name) {
        String id = fleet.instance(name).path("id").asText();
        Path file = fleet.gatewayHome().resolve("gateway").resolve("routes.json");
        SecureRandom random = new SecureRandom();
        SealingKey any = SealingKey.parse(SealingKey.generate(random), random);
        return RouteSnapshot.load(file, new Rulebook(RouteRules.standard(), any)).stream()
                .filter(route -> route.instance().value().equals(id))
                .flatMap(route -> route.availability().endpoints().stream())
                .toList();
    }
}
