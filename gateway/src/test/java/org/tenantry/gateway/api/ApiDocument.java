package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.common.json.Json;

/** The OpenAPI document, as tests hold it against the server. */
final class ApiDocument {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;

    ApiDocument(String text) {
        try {
            document = Json.open().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("openapi.json is not JSON", e);
        }
    }

    /** Every operation, as {@code GET /tenants}, with its permission. */
    Map<String, String> permissions() {
        Map<String, String> permissions = new TreeMap<>();
        operations()
                .forEach((name, operation) ->
                        permissions.put(name, operation.path("x-permission").asText()));
        return permissions;
    }

    /** The names of an operation's query parameters. */
    Set<String> query(String operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operations().getOrDefault(operation, document).path("parameters")) {
            JsonNode whole = resolved(parameter);
            if (whole.path("in").asText().equals("query")) {
                names.add(whole.path("name").asText());
            }
        }
        return names;
    }

    boolean describesHeader(String operation, String header) {
        for (JsonNode parameter : operations().getOrDefault(operation, document).path("parameters")) {
            if (resolved(parameter).path("name").asText().equals(header)) {
                return true;
            }
        }
        return false;
    }

    boolean describesBody(String operation) {
        return operations().getOrDefault(operation, document).has("requestBody");
    }

    /** Fails where the document does not describe this answer. */
    void check(String operation, Reply reply) {
        JsonNode described = operations().get(operation);
        if (described == null) {
            return;
        }
        JsonNode response = resolved(described.path("responses").path(String.valueOf(reply.status())));
        assertThat(response.isObject())
                .as("%s: status %s is not described; body %s", operation, reply.status(), reply.body())
                .isTrue();
        response.path("content").properties().forEach(content -> {
            assertThat(reply.header("Content-Type")).as(operation).isEqualTo(content.getKey());
            if (content.getKey().endsWith("json")) {
                checkBody(operation + " " + reply.status(), content.getValue().path("schema"), reply);
            }
        });
        response.path("headers").fieldNames().forEachRemaining(name -> {
            if (!name.equals("Link")) {
                assertThat(reply.header(name))
                        .as("%s: header %s", operation, name)
                        .isNotEmpty();
            }
        });
    }

    private void checkBody(String what, JsonNode schema, Reply reply) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        Set<ValidationMessage> problems = FACTORY.getSchema(whole).validate(reply.json());
        assertThat(problems).as("%s: %s", what, reply.body()).isEmpty();
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.put(
                                method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                                method.getValue())));
        return operations;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
