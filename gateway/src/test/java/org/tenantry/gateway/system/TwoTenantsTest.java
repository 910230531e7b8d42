package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each tenant sees its own, at its own hosts, and knows of nobody else's. */
@Tag("system")
@Tag("docker")
@ExtendWith(SharedMachine.class)
final class TwoTenantsTest {
    private final Machine machine;

    TwoTenantsTest(Machine machine) {
        this.machine = machine;
    }

    @Test
    void eachHostShowsItsOwnTenantAndAnUnknownOneNobody() {
        String acme = machine.create("hall", "acme", "hello");
        String globex = machine.create("office", "globex", "hello");

        assertThat(machine.gateway().page("hall.localhost", "/").body()).contains("Acme Corp.", acme);
        assertThat(machine.gateway().page("office.localhost", "/").body()).contains("Globex Corp.", globex);
        assertThat(machine.gateway().page("HALL.localhost.", "/identity").body())
                .contains(acme);
        assertThat(machine.gateway().page("nobody.localhost", "/").status()).isEqualTo(421);
        assertThat(machine.gateway().page("localhost", "/").status()).isEqualTo(421);

        machine.remove(acme);
        machine.remove(globex);
        assertThat(machine.gateway().page("hall.localhost", "/").status()).isEqualTo(421);
    }

    @Test
    void aHostThatMovesToAnotherTenantShowsThatOneOnly() {
        String former = machine.create("venue", "acme", "hello");
        machine.remove(former);
        machine.await("the name is free", () -> {
            AdminApi.Reply ordered = machine.api().order("venue", "globex", "hello");
            if (ordered.status() == 202) {
                machine.ended(ordered);
            }
            return ordered.status() == 202;
        });

        Http.Answer answer = machine.gateway().page("venue.localhost", "/");

        assertThat(answer.body()).contains("Globex Corp.").doesNotContain("Acme Corp.", former);
        machine.remove(machine.api().get("/instances/venue").at("/id"));
    }

    @Test
    void aTenantsTokenKnowsNothingOfAnother() {
        String acme = machine.create("private", "acme", "hello");
        String tenant = machine.api().get("/tenants/acme").at("/id");
        AdminApi.Reply token = machine.api().post("/tokens", Map.of("tenant", "globex", "label", "test"));
        assertThat(token.status()).isEqualTo(201);
        AdminApi globex = machine.api().as(token.at("/token"));

        for (String path : new String[] {"/instances/" + acme, "/instances/private", "/tenants/" + tenant}) {
            assertThat(globex.get(path).status()).as(path).isEqualTo(404);
            assertThat(globex.delete(path).status()).as(path).isIn(403, 404);
        }
        assertThat(globex.post("/instances/" + acme + "/stop").status()).isEqualTo(404);
        assertThat(globex.get("/instances/" + acme + "/logs").status()).isEqualTo(404);
        assertThat(globex.get("/instances").text()).doesNotContain(acme, "private");
        assertThat(globex.order("cuckoo", "acme", "hello").status()).isIn(403, 404);
        assertThat(machine.observed(acme)).isEqualTo("running");
        machine.remove(acme);
    }
}
