package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.store.AuditRow;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
    private ApiWorld world;

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Reply create(Secret token, String name) {
        return world.post(token, "/instances", Map.of("name", name, "tenant", "acme", "template", "hello@1.0"));
    }

    @Test
    void createsAnInstanceWithAnOperationThatSaysWhatItDoes() {
        Reply created = create(world.admin(), "first");

        assertThat(created.status()).isEqualTo(202);
        assertThat(created.text("instance.goal")).isEqualTo("running");
        assertThat(created.json().path("instance").path("addresses").get(0).asText())
                .isEqualTo("http://first.example.test:8080/");
        assertThat(created.header("Location")).isEqualTo("/api/v1/operations/" + created.text("operation.id"));
        Reply operation = world.get(world.admin(), "/operations/" + created.text("operation.id"));
        assertThat(operation.text("kind")).isEqualTo("create");
        assertThat(operation.text("state")).isEqualTo("running");
        assertThat(operation.text("requestId")).isEqualTo(created.header("X-Request-Id"));
    }

    @Test
    void theNewestVersionIsTakenWhereATemplateIsNamedWithout() {
        Reply created = world.post(world.acme(), "/instances", Map.of("name", "newest", "template", "hello"));

        assertThat(created.text("instance.template")).isEqualTo("hello@1.0");
        assertThat(created.text("instance.tenantName")).isEqualTo("acme");
    }

    @Test
    void secretsAreGeneratedAndNeverShown() {
        Reply created = create(world.admin(), "secretive");

        InstanceId id = new InstanceId(created.text("instance.id"));
        Secret secret = Objects.requireNonNull(
                world.store().read(reading -> reading.secrets().of(id)).get("db_password"));
        assertThat(secret.reveal()).hasSize(32);
        Reply shown = world.get(world.admin(), "/instances/secretive");
        assertThat(created.body() + shown.body()).doesNotContain(secret.reveal());
    }

    @Test
    void aTakenNameOrHostIsRefusedAndNothingIsWritten() {
        create(world.admin(), "popular");

        Reply name = create(world.admin(), "popular");
        Reply host = world.post(
                world.globex(),
                "/instances",
                Map.of("name", "other", "template", "hello", "hosts", List.of("Popular.Example.Test.")));

        assertThat(name.status()).isEqualTo(409);
        assertThat(name.text("field")).isEqualTo("name");
        assertThat(host.status()).isEqualTo(409);
        assertThat(host.text("field")).isEqualTo("hosts[0]");
        assertThat(host.body()).doesNotContain("acme").doesNotContain("t-");
        assertThat(world.get(world.globex(), "/instances/other").status()).isEqualTo(404);
    }

    @Test
    void ordersSupersedeEachOtherAndRemovalReleasesHosts() {
        Reply created = create(world.admin(), "shortlived");
        String path = "/instances/" + created.text("instance.id");

        Reply stopped = world.postNothing(world.acme(), path + "/stop", Map.of());
        Reply removed = world.delete(world.acme(), path, Map.of());

        assertThat(stopped.status()).isEqualTo(202);
        assertThat(removed.text("instance.goal")).isEqualTo("absent");
        assertThat(removed.json().path("instance").path("hosts")).isEmpty();
        assertThat(world.get(world.admin(), "/operations/" + created.text("operation.id"))
                        .text("state"))
                .isEqualTo("superseded");
        assertThat(world.postNothing(world.acme(), path + "/start", Map.of()).text("code"))
                .isEqualTo("conflict");
    }

    @Test
    void theSameOrderAgainAnswersWithTheOperationThatIsAtIt() {
        Reply created = create(world.admin(), "eager");

        Reply started = world.postNothing(world.admin(), "/instances/eager/start", Map.of());

        assertThat(started.text("operation.id")).isEqualTo(created.text("operation.id"));
    }

    @Test
    void anotherVersionThanTheExpectedIsRefused() {
        Reply created = create(world.admin(), "versioned");
        String path = "/instances/versioned/stop";

        Reply wrong = world.postNothing(world.admin(), path, Map.of("If-Match", "\"99\""));
        Reply right = world.postNothing(world.admin(), path, Map.of("If-Match", created.header("ETag")));

        assertThat(wrong.status()).isEqualTo(412);
        assertThat(right.status()).isEqualTo(202);
        assertThat(right.header("ETag")).isNotEqualTo(created.header("ETag"));
    }

    @Test
    void everyChangeLeavesItsAuditRow() {
        Reply created = world.post(
                world.admin(),
                "/instances",
                Map.of("name", "audited", "tenant", "acme", "template", "hello"),
                Map.of("X-Request-Id", "audit-1"));

        List<AuditRow> rows = world.store().read(reading -> reading.audit().page(Optional.empty(), 200));
        assertThat(created.header("X-Request-Id")).isEqualTo("audit-1");
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.requestId()).isEqualTo("audit-1");
            assertThat(row.action()).isEqualTo("instance.create");
            assertThat(row.subject()).isEqualTo(created.text("instance.id"));
            assertThat(row.principal()).startsWith("token:k-");
        });
    }

    @Test
    void aTenantWithInstancesStays() {
        world.post(world.admin(), "/tenants", Map.of("name", "busy"));
        world.post(world.admin(), "/instances", Map.of("name", "busy-one", "tenant", "busy", "template", "hello"));
        world.post(world.admin(), "/tenants", Map.of("name", "idle"));

        assertThat(world.delete(world.admin(), "/tenants/busy", Map.of()).status())
                .isEqualTo(409);
        assertThat(world.delete(world.admin(), "/tenants/idle", Map.of()).status())
                .isEqualTo(204);
        assertThat(world.get(world.admin(), "/tenants/idle").status()).isEqualTo(404);
    }

    @Test
    void aTemplateInUseStays() {
        create(world.admin(), "user-of-hello");

        assertThat(world.delete(world.admin(), "/templates/hello@1.0", Map.of()).text("code"))
                .isEqualTo("conflict");
    }

    @Test
    void aTemplateIsCheckedKeyByKey() {
        String compose = ApiWorld.COMPOSE + "    privileged: true\n";

        Reply check = world.post(
                world.admin(), "/templates/check", Map.of("manifest", ApiWorld.MANIFEST, "compose", compose));
        Reply added = world.post(
                world.admin(),
                "/templates",
                Map.of("manifest", ApiWorld.MANIFEST.replace("1.0", "1.1"), "compose", compose));

        assertThat(check.json().path("accepted").asBoolean()).isFalse();
        assertThat(added.status()).isBetween(400, 422);
        assertThat(added.text("detail")).contains("privileged");
    }

    @Test
    void listsComeInPages() {
        for (String name : List.of("page-a", "page-b", "page-c")) {
            create(world.admin(), name);
        }

        Reply first = world.get(world.acme(), "/instances?limit=2");
        Reply second = world.get(world.acme(), "/instances?limit=2&after=" + first.text("next"));

        assertThat(first.json().path("items")).hasSize(2);
        assertThat(first.header("Link")).contains("after=" + first.text("next")).endsWith(">; rel=\"next\"");
        assertThat(second.json().path("items").get(0).path("id").asText()).isGreaterThan(first.text("next"));
    }

    @Test
    void aRevokedOrExpiredTokenOpensNothing() {
        Reply made = world.post(world.admin(), "/tokens", Map.of("label", "short"));
        Secret token = Secret.of(made.text("token"));
        assertThat(world.get(token, "/version").status()).isEqualTo(200);

        world.delete(world.admin(), "/tokens/" + made.text("details.id"), Map.of());

        assertThat(world.get(token, "/version").status()).isEqualTo(401);
        assertThat(world.get(world.admin(), "/tokens").body()).doesNotContain(token.reveal());
    }

    @Test
    void aTokenEndsWithItsTenant() {
        world.post(world.admin(), "/tenants", Map.of("name", "leaving"));
        Reply made = world.post(world.admin(), "/tokens", Map.of("label", "x", "tenant", "leaving"));

        world.delete(world.admin(), "/tenants/leaving", Map.of());

        assertThat(world.get(Secret.of(made.text("token")), "/version").status())
                .isEqualTo(401);
    }

    @Test
    void everyAnswerCarriesTheSecurityHeadersAndNoCors() {
        Reply reply = world.send(
                "GET",
                "/version",
                Optional.of(world.admin()),
                Optional.empty(),
                Map.of("X-Extra", "https://evil.test"));

        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    }

    @Test
    void supervisorsAskWithoutAToken() {
        for (String path : List.of("/healthz", "/readyz", "/metrics")) {
            Reply reply = world.send(
                    HttpRequest.newBuilder(URI.create(world.url() + path)).build());
            assertThat(reply.status()).as(path).isEqualTo(200);
        }
        Reply metrics = world.send(
                HttpRequest.newBuilder(URI.create(world.url() + "/metrics")).build());
        assertThat(metrics.body()).contains("tenantry_api_requests_seconds_count{route=\"POST /tenants\"");
        assertThat(metrics.body()).doesNotContain("acme").doesNotContain("t-");
    }
}
