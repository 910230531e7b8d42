package org.tenantry.gateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tenantry.common.json.Json;

/** The admin API of one gateway, as one principal. */
record AdminApi(int port, String token) {
    private static final String BASE = "/api/v1";

    /** What was answered; the body is a missing node where there is none. */
    record Reply(int status, JsonNode body, String text) {
        /** A field of the body, as text. */
        String at(String pointer) {
            return body.at(pointer).asText();
        }
    }

    AdminApi as(String other) {
        return new AdminApi(port, other);
    }

    Reply get(String path) {
        return send("GET", path, new byte[0], Map.of());
    }

    Reply post(String path) {
        return send("POST", path, new byte[0], Map.of());
    }

    Reply post(String path, Object body) {
        return raw(path, body instanceof String text ? text : Json.write(Json.open(), body));
    }

    Reply delete(String path) {
        return send("DELETE", path, new byte[0], Map.of());
    }

    /** An instance of a template for a tenant. */
    Reply order(String name, String tenant, String template, String... hosts) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("tenant", tenant);
        body.put("template", template);
        if (hosts.length > 0) {
            body.put("hosts", hosts);
        }
        return post("/instances", body);
    }

    private Reply raw(String path, String body) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
    }

    private Reply send(String method, String path, byte[] body, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("Host", "127.0.0.1:" + port);
        headers.put("Authorization", "Bearer " + token);
        Http.Answer answer = Http.send(port, new Http.Request(method, BASE + path, headers, body));
        return new Reply(answer.status(), json(answer), answer.body());
    }

    private static JsonNode json(Http.Answer answer) {
        try {
            boolean isJson = answer.headers().getOrDefault("content-type", "").contains("json");
            return isJson ? Json.open().readTree(answer.body()) : Json.open().missingNode();
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer, e);
        }
    }
}
