package org.tenantry.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import org.tenantry.common.json.Json;

/** What came back. */
public record Reply(int status, HttpHeaders headers, String body) {
    public JsonNode json() {
        try {
            return Json.open().readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    /** A field of the body, at a path such as {@code operation.id}. */
    public String text(String path) {
        JsonNode node = json();
        for (String part : path.split("\\.")) {
            node = node.path(part);
        }
        return node.asText("");
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
