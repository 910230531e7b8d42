package org.tenantry.gateway.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.json.Json;

/** An administrator at the admin API. */
final class Client implements AutoCloseable {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    Client(int port, String token) {
        this.base = "http://127.0.0.1:" + port + "/api/v1";
        this.token = token;
    }

    /** What came back. */
    record Reply(int status, JsonNode body) {
        Reply expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("status " + status + " (expected: " + wanted + "): " + body);
            }
            return this;
        }
    }

    Reply get(String path) {
        return send("GET", path, Optional.empty());
    }

    Reply post(String path, Map<String, ?> body) {
        return send("POST", path, Optional.of(Json.write(Json.open(), body)));
    }

    Reply post(String path) {
        return send("POST", path, Optional.empty());
    }

    Reply patch(String path, Map<String, ?> body) {
        return send("PATCH", path, Optional.of(Json.write(Json.open(), body)));
    }

    Reply delete(String path) {
        return send("DELETE", path, Optional.empty());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Reply send(String method, String path, Optional<String> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
        body.ifPresent(ignored -> request.header("Content-Type", "application/json"));
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = answer.body().isEmpty() ? "{}" : answer.body();
            return new Reply(answer.statusCode(), Json.read(Json.open(), text, JsonNode.class));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
