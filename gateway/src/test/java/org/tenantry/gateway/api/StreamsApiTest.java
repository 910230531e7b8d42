package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.secret.Secret;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class StreamsApiTest {
    private ApiWorld world;

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
        world.post(world.acme(), "/instances", Map.of("name", "talker", "template", "hello"));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void logsComeAsFramesOfTheServiceThatAnswersTheWeb() {
        Reply logs = world.get(world.acme(), "/instances/talker/logs");

        assertThat(logs.header("Content-Type")).isEqualTo("application/vnd.tenantry.frames");
        assertThat(logs.body()).contains("line of web.1").endsWith("{}");
    }

    @Test
    void commandsEndWithTheirExitCode() {
        Reply ended = world.post(
                world.acme(), "/instances/talker/exec", Map.of("service", "web", "command", List.of("echo", "hi")));

        assertThat(ended.body()).contains("echo hi\n").endsWith("{\"exitCode\":7}");
    }

    @Test
    void aStreamThatDoesNotOpenIsAProblem() {
        assertThat(world.get(world.acme(), "/instances/talker/logs?replica=2").status())
                .isEqualTo(404);
        assertThat(world.get(world.acme(), "/instances/talker/logs?follow=maybe")
                        .text("field"))
                .isEqualTo("follow");
        assertThat(world.post(world.acme(), "/instances/talker/exec", Map.of("command", List.of()))
                        .text("field"))
                .isEqualTo("command");
    }

    @Test
    void aClientThatLeavesEndsTheStream() throws Exception {
        int before = world.streams().cancelled.get();

        try (InputStream stream = open(world.acme(), "/instances/talker/logs?follow=true", Optional.empty())) {
            assertThat(stream.readNBytes(5)).hasSize(5);
        }

        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (world.streams().cancelled.get() == before && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(world.streams().cancelled.get()).isGreaterThan(before);
    }

    @Test
    void logsEndSoonAfterTheirTokenIsRevoked() throws Exception {
        Reply token = world.post(world.admin(), "/tokens", Map.of("label", "of logs", "tenant", "acme"));
        int before = world.streams().cancelled.get();
        try (InputStream stream =
                open(Secret.of(token.text("token")), "/instances/talker/logs?follow=true", Optional.empty())) {
            stream.readNBytes(5);
            world.delete(world.admin(), "/tokens/" + token.text("details.id"), Map.of());

            String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(rest).contains("\"code\":\"unauthenticated\"");
        }
        assertThat(world.streams().cancelled.get()).isGreaterThan(before);
    }

    @Test
    void eventsEndOnceTheirTokenIsRevoked() throws Exception {
        Reply token = world.post(world.admin(), "/tokens", Map.of("label", "of events"));
        try (BufferedReader events = lines(open(Secret.of(token.text("token")), "/events", Optional.empty()))) {
            events.readLine();
            world.delete(world.admin(), "/tokens/" + token.text("details.id"), Map.of());
            String later = world.post(world.admin(), "/tenants", Map.of("name", "after-revoking"))
                    .text("id");

            assertThat(events.lines().toList()).noneMatch(line -> line.contains(later));
        }
    }

    @Test
    void eventsTellOnlyWhatTheTokenMayKnow() throws Exception {
        try (BufferedReader acme = lines(open(world.acme(), "/events", Optional.empty()));
                BufferedReader globex = lines(open(world.globex(), "/events", Optional.empty()))) {
            acme.readLine();
            globex.readLine();
            String theirs = world.post(world.acme(), "/instances", Map.of("name", "loud", "template", "hello"))
                    .text("instance.id");
            String own = world.post(world.globex(), "/instances", Map.of("name", "own", "template", "hello"))
                    .text("instance.id");

            assertThat(until(acme, theirs)).anyMatch(line -> line.contains("\"kind\":\"instance\""));
            assertThat(until(globex, own)).noneMatch(line -> line.contains(theirs));
        }
    }

    @Test
    void eventsGoOnAfterTheLastOneThatWasSeen() throws Exception {
        String first = world.post(world.admin(), "/tenants", Map.of("name", "event-one"))
                .text("id");
        String id;
        try (BufferedReader all =
                lines(open(world.admin(), "/events", Optional.of(world.store().incarnation() + "-0")))) {
            List<String> seen = until(all, first);
            id = seen.get(seen.size() - 2).substring("id: ".length());
        }
        String second = world.post(world.admin(), "/tenants", Map.of("name", "event-two"))
                .text("id");

        try (BufferedReader rest = lines(open(world.admin(), "/events", Optional.of(id)))) {
            assertThat(until(rest, second)).noneMatch(line -> line.contains(first));
        }
    }

    @Test
    void whoMissedTooMuchIsToldToReadEverythingAgain() throws Exception {
        try (BufferedReader lost = lines(open(world.admin(), "/events", Optional.of("999-1")))) {
            assertThat(until(lost, "reset")).isNotEmpty();
        }
    }

    private InputStream open(Secret token, String path, Optional<String> last) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(world.url() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token.reveal());
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> response =
                world.http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static BufferedReader lines(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static List<String> until(BufferedReader reader, String text) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.isEmpty() || !lines.getLast().contains(text)) {
            String line = reader.readLine();
            assertThat(line).as("the stream ended before " + text).isNotNull();
            lines.add(String.valueOf(line));
        }
        return lines;
    }
}
