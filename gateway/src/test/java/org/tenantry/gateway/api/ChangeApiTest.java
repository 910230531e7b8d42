package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.operation.OperationId;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.store.OperationRow;

/** Changing, previewing, locking, removing for now, and finding. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeApiTest {
    private static final Duration GRACE = Duration.ofHours(24);
    private static final String MANIFEST = """
            format: 1
            name: shop
            version: "%s"
            web: {service: web, port: 8000}
            parameters: {motto: {type: string, default: Welcome}, room: {type: string, default: large}}
            %s
            """;
    private static final String COMPOSE = """
            services:
              web: {image: "example/web:1", environment: {MOTTO: "${motto}"}, depends_on: [db], stop_grace_period: 4s}
              db: {image: "example/db:1", environment: {ROOM: "${room}"}, volumes: [data:/data]}
              %s
            volumes: {data: {}}
            """;

    private ApiWorld world;

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory, GRACE);
        template("1.0", "", "mail: {image: \"example/mail:1\"}");
        template("1.1", "secrets: {token: {length: 20}}", "cache: {image: \"example/cache:1\"}");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void ordersAChangeWithItsOperation() {
        create("changed");

        Reply changed = world.patch(
                world.acme(),
                "/instances/changed",
                Map.of("parameters", Map.of("motto", "Hello"), "scale", Map.of("web", 2), "note", "by phone"));

        assertThat(changed.status()).isEqualTo(202);
        assertThat(changed.text("operation.kind")).isEqualTo("change");
        assertThat(changed.text("instance.parameters.motto")).isEqualTo("Hello");
        assertThat(changed.text("instance.scale.web")).isEqualTo("2");
        assertThat(changed.text("instance.note")).isEqualTo("by phone");
        assertThat(world.get(world.acme(), "/audit").body())
                .contains("instance.change", "parameters.motto, scale.web, note")
                .doesNotContain("Hello");
    }

    @Test
    void takesWhatIsNullAway() {
        create("patched");
        world.patch(
                world.admin(),
                "/instances/patched",
                Map.of("parameters", Map.of("motto", "Hello"), "scale", Map.of("web", 2), "labels", Map.of("a", "b")));

        Reply back = world.send(
                "PATCH",
                "/instances/patched",
                Optional.of(world.admin()),
                Optional.of("{\"parameters\":{\"motto\":null},\"scale\":{\"web\":null},\"labels\":{\"a\":null}}"),
                Map.of());

        assertThat(back.json().path("instance").path("parameters")).isEmpty();
        assertThat(back.json().path("instance").path("scale")).isEmpty();
        assertThat(back.json().path("instance").path("labels")).isEmpty();
    }

    @Test
    void changesOnlyTheVersionThatWasLookedAt() {
        Reply created = create("watched");
        Map<String, Object> change = Map.of("note", "mine");

        Reply stale = world.patch(world.admin(), "/instances/watched", change, Map.of("If-Match", "\"99\""));
        Reply fresh =
                world.patch(world.admin(), "/instances/watched", change, Map.of("If-Match", created.header("ETag")));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(fresh.status()).isEqualTo(202);
    }

    @Test
    void aRepeatedChangeHappensOnce() {
        create("repeated");
        Map<String, String> key = Map.of("Idempotency-Key", "change-once");

        Reply first = world.patch(world.admin(), "/instances/repeated", Map.of("note", "once"), key);
        Reply again = world.patch(world.admin(), "/instances/repeated", Map.of("note", "once"), key);

        assertThat(again.text("operation.id")).isEqualTo(first.text("operation.id"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aPreviewTellsWhatAChangeComesToAndWritesNothing() {
        Reply created = create("previewed");
        end(created.text("operation.id"));
        String before = world.get(world.admin(), "/instances/previewed").body();

        Reply preview = world.patch(
                world.acme(),
                "/instances/previewed?dryRun=true",
                Map.of(
                        "template", "shop@1.1",
                        "parameters", Map.of("motto", "Hello", "room", "small"),
                        "hosts", List.of("new.example.test")));

        assertThat(preview.status()).isEqualTo(200);
        List<String> services = new ArrayList<>();
        preview.json()
                .path("services")
                .forEach(one -> services.add(one.path("service").asText() + " "
                        + one.path("action").asText() + " "
                        + one.path("replicasBefore").asInt() + " "
                        + one.path("replicasAfter").asInt() + " "
                        + one.path("stateful").asBoolean()));
        assertThat(services)
                .containsExactly(
                        "cache created 0 1 false",
                        "db replaced 1 1 true",
                        "mail removed 1 0 false",
                        "web replaced 1 1 false");
        assertThat(preview.json().path("restarts").toString()).isEqualTo("[\"db\",\"web\"]");
        assertThat(preview.json().path("hosts").toString())
                .isEqualTo("{\"kept\":[],\"added\":[\"new.example.test\"],\"dropped\":[\"previewed.example.test\"]}");
        assertThat(preview.text("hold.held")).isEqualTo("true");
        assertThat(preview.json().path("hold").path("parts").path(0).toString())
                .isEqualTo("{\"what\":\"db stops, at most\",\"seconds\":10}");
        assertThat(preview.json().path("hold").path("parts").path(1).toString())
                .isEqualTo("{\"what\":\"web stops, at most\",\"seconds\":4}");
        assertThat(preview.json()
                        .path("hold")
                        .path("parts")
                        .path(2)
                        .path("what")
                        .asText())
                .contains(created.text("operation.id"));
        assertThat(preview.json().path("hold").path("seconds").asLong())
                .isEqualTo(14
                        + preview.json()
                                .path("hold")
                                .path("parts")
                                .path(2)
                                .path("seconds")
                                .asLong());
        assertThat(world.get(world.admin(), "/instances/previewed").body()).isEqualTo(before);
    }

    @Test
    void anEstimateThatNobodyCanMakeIsUnknown() {
        create("unmeasured");

        Reply preview = world.patch(
                world.acme(), "/instances/unmeasured?dryRun=true", Map.of("parameters", Map.of("room", "small")));

        assertThat(preview.json().path("hold").path("held").asBoolean()).isTrue();
        assertThat(preview.json().path("hold").has("seconds")).isFalse();
        assertThat(preview.json().path("hold").path("parts").path(1).toString())
                .isEqualTo("{\"what\":\"it starts, never measured\"}");
    }

    @Test
    void nobodyWaitsForAWebServiceWithoutData() {
        create("unheld");

        Reply preview = world.patch(
                world.acme(), "/instances/unheld?dryRun=true", Map.of("parameters", Map.of("motto", "Hello")));

        assertThat(preview.json().path("restarts").toString()).isEqualTo("[\"web\"]");
        assertThat(preview.json().path("hold").path("held").asBoolean()).isFalse();
    }

    @Test
    void anotherTemplateIsRefused() {
        create("faithful");

        Reply other = world.patch(world.admin(), "/instances/faithful", Map.of("template", "hello@1.0"));

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text("field")).isEqualTo("template");
        assertThat(other.text("parameters.expected")).isEqualTo("another version of shop");
    }

    @Test
    void aServiceThatWritesAVolumeRunsOnce() {
        create("single");

        Reply refused = world.patch(world.admin(), "/instances/single", Map.of("scale", Map.of("db", 2)));

        assertThat(refused.text("field")).isEqualTo("scale.db");
        assertThat(refused.text("detail")).contains("would write the same volume");
    }

    @Test
    void aHostIsTheSameInEverySpelling() {
        create("first");
        create("second");
        world.patch(world.admin(), "/instances/first", Map.of("hosts", List.of("BÜCHER.example.test")));

        Reply taken = world.patch(
                world.admin(), "/instances/second", Map.of("hosts", List.of("xn--bcher-kva.Example.Test.")));

        assertThat(taken.text("code")).isEqualTo("taken");
        assertThat(taken.text("field")).isEqualTo("hosts[0]");
    }

    @Test
    void aReservedHostIsItsTenantsAndNobodyLearnsWhoseItIs() {
        TenantId acme = new TenantId(create("owner").text("instance.tenant"));
        CanonicalHost host = new CanonicalHost("reserved.example.test");
        world.store().write(writing -> {
            writing.reservedHosts().put(host, acme, java.time.Instant.now().plus(GRACE));
            return true;
        });
        world.post(world.globex(), "/instances", Map.of("name", "stranger", "template", "shop"));

        Reply stranger = world.patch(world.globex(), "/instances/stranger", Map.of("hosts", List.of(host.value())));
        Reply owner = world.patch(world.acme(), "/instances/owner", Map.of("hosts", List.of(host.value())));

        assertThat(stranger.text("code")).isEqualTo("taken");
        assertThat(stranger.body()).doesNotContain("acme").doesNotContain(acme.value());
        assertThat(owner.status()).isEqualTo(202);
    }

    @Test
    void aLockedInstanceTakesNoOrderAndSaysWhy() {
        create("locked");
        Reply locked = world.post(world.admin(), "/instances/locked/lock", Map.of("reason", "the vote is on"));
        assertThat(locked.status()).isEqualTo(200);
        assertThat(locked.text("lock.reason")).isEqualTo("the vote is on");

        for (Reply refused : List.of(
                world.patch(world.acme(), "/instances/locked", Map.of("note", "x")),
                world.patch(world.acme(), "/instances/locked?dryRun=true", Map.of("note", "x")),
                world.postNothing(world.acme(), "/instances/locked/stop", Map.of()),
                world.postNothing(world.acme(), "/instances/locked/start", Map.of()),
                world.delete(world.acme(), "/instances/locked", Map.of()),
                world.delete(world.admin(), "/instances/locked?now=true", Map.of()))) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(423);
            assertThat(refused.text("code")).isEqualTo("locked");
            assertThat(refused.text("parameters.reason")).isEqualTo("the vote is on");
            assertThat(refused.text("parameters.by")).startsWith("token:");
        }
        assertThat(world.postNothing(world.acme(), "/instances/locked/unlock", Map.of())
                        .status())
                .as("a tenant may not")
                .isEqualTo(403);
        assertThat(world.postNothing(world.admin(), "/instances/locked/unlock", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(world.patch(world.acme(), "/instances/locked", Map.of("note", "x"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void whatIsRemovedCanBeTakenBackAsItWas() {
        create("regretted");

        Reply removed = world.delete(world.acme(), "/instances/regretted", Map.of());

        assertThat(removed.text("instance.goal")).isEqualTo("stopped");
        assertThat(removed.text("instance.removeAt")).isNotEmpty();
        assertThat(removed.json().path("instance").path("hosts")).hasSize(1);
        assertThat(world.postNothing(world.acme(), "/instances/regretted/start", Map.of())
                        .text("code"))
                .isEqualTo("conflict");
        assertThat(world.patch(world.acme(), "/instances/regretted", Map.of("note", "x"))
                        .text("code"))
                .isEqualTo("conflict");
        assertThat(world.delete(world.acme(), "/instances/regretted", Map.of()).text("instance.removeAt"))
                .as("asking again makes it no longer")
                .isEqualTo(removed.text("instance.removeAt"));
        assertThat(names("?removed=true")).containsExactly("regretted");

        Reply back = world.postNothing(world.acme(), "/instances/regretted/restore", Map.of());

        assertThat(back.text("instance.goal")).isEqualTo("running");
        assertThat(back.json().path("instance").has("removeAt")).isFalse();
        assertThat(world.postNothing(world.acme(), "/instances/regretted/restore", Map.of())
                        .text("code"))
                .isEqualTo("conflict");
    }

    @Test
    void whatIsRemovedNowIsNotKept() {
        create("unloved");

        Reply removed = world.delete(world.acme(), "/instances/unloved?now=true", Map.of());

        assertThat(removed.text("instance.goal")).isEqualTo("absent");
        assertThat(removed.text("operation.kind")).isEqualTo("remove");
    }

    @Test
    void findsInstancesByWhatPeopleSayOfThem() {
        create("findable");
        world.patch(
                world.acme(),
                "/instances/findable",
                Map.of("labels", Map.of("team", "blue"), "note", "Bought in May", "hosts", List.of("needle.test")));

        assertThat(names("?label=team=blue")).containsExactly("findable");
        assertThat(names("?text=bought+in")).containsExactly("findable");
        assertThat(names("?text=NEEDLE")).containsExactly("findable");
        assertThat(names("?label=team=blue&goal=stopped")).isEmpty();
        assertThat(names("?label=team&template=shop&observed=unknown")).containsExactly("findable");
        assertThat(names("?text=needle", world.globex())).isEmpty();
    }

    @Test
    void pagesOfASearchLeadOnUntilNothingIsLeft() {
        for (int i = 0; i < 5; i++) {
            create("paged-" + i);
            world.patch(
                    world.acme(), "/instances/paged-" + i, Map.of("labels", Map.of("paged", i % 2 == 0 ? "x" : "y")));
        }
        List<String> found = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            Reply page = world.get(
                    world.acme(), "/instances?label=paged=x&limit=2" + (next.isEmpty() ? "" : "&after=" + next));
            page.json().path("items").forEach(one -> found.add(one.path("name").asText()));
            next = page.text("next");
            pages++;
        } while (!next.isEmpty() && pages < 10);

        assertThat(found).containsExactlyInAnyOrder("paged-0", "paged-2", "paged-4");
        assertThat(pages).isEqualTo(2);
    }

    private List<String> names(String query) {
        return names(query, world.acme());
    }

    private List<String> names(String query, Secret token) {
        List<String> names = new ArrayList<>();
        world.get(token, "/instances" + query)
                .json()
                .path("items")
                .forEach(one -> names.add(one.path("name").asText()));
        return names;
    }

    private Reply create(String name) {
        return world.post(world.acme(), "/instances", Map.of("name", name, "template", "shop@1.0"));
    }

    /** As the reconciler would. */
    private void end(String operation) {
        world.store().write(writing -> {
            OperationRow row =
                    writing.operations().find(new OperationId(operation)).orElseThrow();
            return writing.operations()
                    .update(row.withState(
                            OperationState.SUCCEEDED, row.created().plusSeconds(3)));
        });
    }

    private void template(String version, String secrets, String service) {
        Reply added = world.post(
                world.admin(),
                "/templates",
                Map.of("manifest", MANIFEST.formatted(version, secrets), "compose", COMPOSE.formatted(service)));
        assertThat(added.status()).as(added.body()).isEqualTo(201);
    }
}
