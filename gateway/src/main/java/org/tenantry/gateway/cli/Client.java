package org.tenantry.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tenantry.common.json.Json;

/** Talks to the admin API. Failures come out as what to tell and how to exit. */
final class Client implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Surroundings surroundings;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Client(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    JsonNode get(String path) {
        return json(send("GET", path, Optional.empty(), BodyHandlers.ofString()));
    }

    /** What is there; empty where the API refuses to tell. */
    Optional<JsonNode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (CliException refused) {
            if (refused.exit() == ExitCode.REFUSED) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    JsonNode post(String path, Object body) {
        return json(send("POST", path, Optional.of(Json.write(Json.open(), body)), BodyHandlers.ofString()));
    }

    JsonNode post(String path) {
        return json(send("POST", path, Optional.empty(), BodyHandlers.ofString()));
    }

    /** Changes what is there; where a version is given, only what is still of it. */
    JsonNode patch(String path, Object body, Optional<Long> version) {
        Optional<String> text = Optional.of(Json.write(Json.open(), body));
        return json(send("PATCH", path, text, version, BodyHandlers.ofString()));
    }

    JsonNode delete(String path) {
        return json(send("DELETE", path, Optional.empty(), BodyHandlers.ofString()));
    }

    /** All items of a list, page after page. */
    ArrayNode list(String path, Map<String, String> query) {
        ArrayNode all = Json.open().createArrayNode();
        Map<String, String> wanted = new TreeMap<>(query);
        wanted.put("limit", "200");
        Optional<String> next;
        do {
            JsonNode page = get(path + query(wanted));
            page.path("items").forEach(all::add);
            next = Optional.ofNullable(page.path("next").textValue());
            next.ifPresent(after -> wanted.put("after", after));
        } while (next.isPresent());
        return all;
    }

    /** A stream of frames; the caller closes it. */
    InputStream stream(String method, String path, Optional<Object> body) {
        return send(method, path, body.map(value -> Json.write(Json.open(), value)), BodyHandlers.ofInputStream())
                .body();
    }

    /** One part of a path, whatever characters it has. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String query(Map<String, String> values) {
        return values.isEmpty()
                ? ""
                : values.entrySet().stream()
                        .map(one -> one.getKey() + "=" + part(one.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> HttpResponse<T> send(String method, String path, Optional<String> body, BodyHandler<T> handler) {
        return send(method, path, body, Optional.empty(), handler);
    }

    private <T> HttpResponse<T> send(
            String method, String path, Optional<String> body, Optional<Long> version, BodyHandler<T> handler) {
        Target target = Target.of(surroundings);
        HttpRequest request = request(target, method, path, body, version);
        try {
            HttpResponse<T> response = http.send(request, handler);
            if (response.statusCode() >= 300) {
                throw refused(response.statusCode(), text(response.body()));
            }
            return response;
        } catch (IOException e) {
            throw unreachable(target.api(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.of(ExitCode.UNREACHABLE, "interrupted");
        }
    }

    private static HttpRequest request(
            Target target, String method, String path, Optional<String> body, Optional<Long> version) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(target.api() + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + target.token().reveal())
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        if (body.isPresent()) {
            builder.header("Content-Type", "application/json");
        }
        version.ifPresent(expected -> builder.header("If-Match", "\"" + expected + "\""));
        boolean onceOnly = !method.equals("GET") && !path.endsWith("/exec") && !path.endsWith("/check");
        if (onceOnly) {
            builder.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return builder.build();
    }

    private static String text(Object body) throws IOException {
        return body instanceof InputStream in
                ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                : String.valueOf(body);
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (response.body().isEmpty()) {
            return Json.open().createObjectNode();
        }
        try {
            return Json.open().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw CliException.of(
                    ExitCode.UNREACHABLE,
                    response.uri().getAuthority() + " answered something that isn't JSON",
                    "does TENANTRY_URL name the admin API (port 8081), not the edge?");
        }
    }

    private static CliException refused(int status, String body) {
        JsonNode problem;
        try {
            problem = Json.open().readTree(body);
        } catch (JsonProcessingException notAProblem) {
            return CliException.of(
                    ExitCode.UNREACHABLE,
                    "the answer was " + status + " and not one of the admin API",
                    "does TENANTRY_URL name the admin API (port 8081), not the edge?");
        }
        String detail = problem.path("detail").asText("the API answered " + status);
        String more = "code " + problem.path("code").asText("unknown") + ", request "
                + problem.path("requestId").asText("unknown");
        return status == 401
                ? CliException.of(
                        ExitCode.REFUSED, detail, "TENANTRY_TOKEN, or admin-token in TENANTRY_HOME, is not known here")
                : CliException.of(ExitCode.REFUSED, detail, more);
    }

    private static CliException unreachable(URI api, IOException e) {
        return CliException.of(
                ExitCode.UNREACHABLE,
                "no answer from " + api + ": " + (e.getMessage() == null ? "no connection" : e.getMessage()),
                "is the gateway running (scripts/up)? TENANTRY_URL names another one");
    }
}
