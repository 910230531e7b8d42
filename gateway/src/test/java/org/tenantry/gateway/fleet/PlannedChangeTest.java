package org.tenantry.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.agent.runtime.HeldContainer;
import org.tenantry.agent.runtime.Waiting;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.template.TemplateVersion;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.StoreSettings;

/** A gateway and an agent replace containers together: the one says what is under way, the other stops nothing before. */
class PlannedChangeTest {
    private static final TemplateRef SECOND =
            new TemplateRef(new TemplateName("pair"), new TemplateVersion("2.0"));

    @TempDir
    private Path directory;

    private Fleet fleet;
    private String id = "";

    @BeforeEach
    void runs() {
        fleet = Fleet.open(directory, 1);
        fleet.client().post("/templates", FleetTemplates.second()).expect(201);
        assertThat(fleet.ended(fleet.create("one", FleetTemplates.PAIR))).isEqualTo("succeeded");
        id = fleet.instance("one").path("id").asText();
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void startsTheNewWebServiceBeforeItStopsTheOldOne() throws Exception {
        List<HeldContainer> before = containers("web");
        int calls = fleet.node().engine.calls().size();

        change(row -> row.withTemplate(SECOND));
        Waiting.until("only the new one is there", () -> containers("web").size() == 1
                && !containers("web").getFirst().id().equals(before.getFirst().id()));

        assertThat(since(calls, "start", "stop"))
                .containsExactly("start " + id + "/web.1", "stop " + id + "/web.1");
        fleet.awaitObserved("one", "running");
    }

    @Test
    void scalesUpAndDown() throws Exception {
        change(row -> row.withScale(Map.of("web", 3)));
        Waiting.until("three are there", () -> containers("web").size() == 3);
        fleet.awaitObserved("one", "running");

        change(row -> row.withScale(Map.of("web", 1)));

        Waiting.until("one is left", () -> containers("web").size() == 1);
        assertThat(containers("db")).hasSize(1);
    }

    private List<HeldContainer> containers(String service) {
        return fleet.node().inventory().containers().stream()
                .filter(one -> one.replica().service().value().equals(service))
                .toList();
    }

    private List<String> since(int calls, String... verbs) {
        return fleet.node().engine.calls().stream()
                .skip(calls)
                .filter(call -> List.of(verbs).contains(call.split(" ")[0]))
                .toList();
    }

    /** Writes what is wanted into the gateway's store. */
    private void change(UnaryOperator<InstanceRow> change) throws Exception {
        SecureRandom random = new SecureRandom();
        Secret key = Secret.of(
                Files.readString(fleet.gatewayHome().resolve("cluster.key")).strip());
        StoreSettings settings =
                StoreSettings.sqlite(fleet.gatewayHome().resolve("gateway").resolve("store.db"));
        try (Store store =
                Store.open(settings, SealingKey.parse(key, random), InstantSource.system(), new Ids(random))) {
            store.write(writing -> {
                InstanceRow row = writing.instances().require(new InstanceId(id));
                writing.instances().update(change.apply(row));
                return row;
            });
        }
    }
}
