package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.json.Json;
import org.tenantry.gateway.store.IdempotencyRow;
import org.tenantry.gateway.store.Reading;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatTest {
    private static final Map<String, String> KEY = Map.of("Idempotency-Key", "key-1");
    private static final Map<String, String> KEY_7 = Map.of("Idempotency-Key", "key-7");

    private ApiWorld world;

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static Map<String, String> order(String name) {
        return Map.of("name", name, "tenant", "acme", "template", "hello");
    }

    @Test
    void aRepetitionGetsTheSameAnswerAndHappensOnce() {
        Reply first = world.post(world.admin(), "/instances", order("once"), KEY);
        Reply second = world.post(world.admin(), "/instances", order("once"), KEY);

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-2");
        world.post(world.admin(), "/tenants", Map.of("name", "original"), key);

        Reply other = world.post(world.admin(), "/tenants", Map.of("name", "different"), key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency-mismatch");
        assertThat(world.get(world.admin(), "/tenants/different").status()).isEqualTo(404);
    }

    @Test
    void theKeyOfSomebodyElseIsAnother() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-3");
        Map<String, String> order = Map.of("name", "shared-key", "template", "hello");
        world.post(world.acme(), "/instances", order, key);

        Reply others = world.post(world.globex(), "/instances", order, key);

        assertThat(others.text("code")).isEqualTo("taken");
        assertThat(others.header("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void whatFailedIsTriedAgain() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-4");
        Map<String, String> order = Map.of("name", "later", "tenant", "late", "template", "hello");
        assertThat(world.post(world.admin(), "/instances", order, key).status()).isEqualTo(404);
        world.post(world.admin(), "/tenants", Map.of("name", "late"));

        assertThat(world.post(world.admin(), "/instances", order, key).status()).isEqualTo(202);
    }

    @Test
    void ofManyAtOnceOneHappensAndAllGetItsAnswer() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", "key-5");
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> sent = IntStream.range(0, 12)
                    .mapToObj(i -> clients.submit(() -> world.post(world.admin(), "/instances", order("crowded"), key)))
                    .toList();
            for (Future<Reply> one : sent) {
                replies.add(one.get());
            }
        }

        assertThat(replies).allMatch(reply -> reply.status() == 202);
        assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
        assertThat(replies.stream()
                        .filter(reply -> reply.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
    }

    @Test
    void aRepeatedTokenDoesNotShowTheTokenAgain() {
        Map<String, String> key = Map.of("Idempotency-Key", "key-6");
        Reply first = world.post(world.admin(), "/tokens", Map.of("label", "once"), key);
        Reply second = world.post(world.admin(), "/tokens", Map.of("label", "once"), key);

        assertThat(first.text("token")).startsWith("tt_").hasSize(46);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json().has("token")).isFalse();
        assertThat(second.text("details.id")).isEqualTo(first.text("details.id"));
        assertThat(Objects.requireNonNull(second.body())).doesNotContain(first.text("token"));
    }

    @Test
    void whatIsKeptOfARequestIsNoPlainHashOfItsSecrets() throws Exception {
        String body = Json.write(
                Json.open(),
                Map.of(
                        "name",
                        "guessed",
                        "tenant",
                        "acme",
                        "template",
                        "hello",
                        "parameters",
                        Map.of("password", "1234")));
        world.send("POST", "/instances", Optional.of(world.admin()), Optional.of(body), KEY_7);

        String kept = world.store()
                .read(reading -> principals(reading).stream()
                        .flatMap(principal -> reading.idempotency().find(principal, "key-7").stream())
                        .map(IdempotencyRow::requestHash)
                        .collect(Collectors.joining()));

        byte[] request = ("POST /api/v1/instances\n{}\n\n" + body).getBytes(StandardCharsets.UTF_8);
        byte[] plain = MessageDigest.getInstance("SHA-256").digest(request);
        assertThat(kept).hasSize(64).isNotEqualTo(HexFormat.of().formatHex(plain));
    }

    private static List<String> principals(Reading reading) {
        return reading.tokens().page(Optional.empty(), 100).stream()
                .map(token -> "token:" + token.id())
                .toList();
    }

    @Test
    void aKeyThatIsNotOneIsRefused() {
        Reply reply =
                world.post(world.admin(), "/tenants", Map.of("name", "x"), Map.of("Idempotency-Key", "a".repeat(129)));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("Idempotency-Key");
    }
}
