package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changed what can be read, by those whose things it was. */
class AuditApiTest {
    private ApiWorld world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
        world.post(world.acme(), "/instances", Map.of("name", "board", "template", "hello"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tellsAnAdministratorOfEveryChangeNewestFirst() {
        Reply audit = world.get(world.admin(), "/audit");

        JsonNode newest = audit.json().path("items").path(0);
        assertThat(newest.path("action").asText()).isEqualTo("instance.create");
        assertThat(newest.path("subject").asText()).startsWith("i-");
        assertThat(newest.path("tenant").asText()).startsWith("t-");
        assertThat(newest.path("requestId").asText()).startsWith("q-");
        assertThat(newest.path("details").isObject()).isTrue();
        assertThat(actions(audit)).contains("tenant.create", "token.create", "template.add");
    }

    @Test
    void tellsATenantOfItsOwnThingsOnly() {
        Reply acme = world.get(world.acme(), "/audit");
        Reply globex = world.get(world.globex(), "/audit");

        assertThat(actions(acme)).contains("instance.create").doesNotContain("template.add");
        assertThat(actions(globex)).isNotEmpty().doesNotContain("instance.create");
    }

    @Test
    void comesInPages() {
        List<String> all = actions(world.get(world.admin(), "/audit"));
        List<String> paged = new ArrayList<>();

        Reply page = world.get(world.admin(), "/audit?limit=2");
        while (!page.text("next").isEmpty()) {
            paged.addAll(actions(page));
            page = world.get(world.admin(), "/audit?limit=2&after=" + page.text("next"));
        }
        paged.addAll(actions(page));

        assertThat(paged).hasSizeGreaterThan(2).isEqualTo(all);
    }

    @Test
    void aCursorThatIsNoneIsRefused() {
        Reply refused = world.get(world.admin(), "/audit?after=yesterday");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("field")).isEqualTo("after");
    }

    private static List<String> actions(Reply page) {
        List<String> actions = new ArrayList<>();
        page.json()
                .path("items")
                .forEach(item -> actions.add(item.path("action").asText()));
        return actions;
    }
}
