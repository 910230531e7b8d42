package org.tenantry.gateway.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.json.Json;

/**
 * A JSON body, read strictly field by field: nothing is converted, and what is refused is named with what came and what was
 * expected. Call {@link #finish} once every field was asked for; it refuses the others.
 */
final class Fields {
    private final JsonNode body;
    private final Set<String> known = new TreeSet<>();

    private Fields(JsonNode body) {
        this.body = body;
    }

    static Fields read(String text) {
        JsonNode node;
        try {
            node = Json.open().readTree(text);
        } catch (JsonProcessingException e) {
            throw TenantryException.told(
                    ErrorCode.MALFORMED,
                    Optional.of("body"),
                    Map.of("expected", "JSON"),
                    "body: not JSON" + place(e) + " (expected: JSON, each field once)");
        }
        if (!node.isObject()) {
            throw TenantryException.invalid("body", described(node), "a JSON object");
        }
        return new Fields(node);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> TenantryException.invalid(name, "", "a text"));
    }

    Optional<String> optionalText(String name) {
        return field(name).map(node -> text(name, node));
    }

    /** A text that a function reads; what it refuses is told as this field's. */
    <T> T value(String name, Function<String, T> parse) {
        return parsed(name, text(name), parse);
    }

    <T> Optional<T> optionalValue(String name, Function<String, T> parse) {
        return optionalText(name).map(text -> parsed(name, text, parse));
    }

    int number(String name, int fallback) {
        return field(name).map(node -> number(name, node)).orElse(fallback);
    }

    List<String> texts(String name) {
        return field(name).map(node -> texts(name, node)).orElse(List.of());
    }

    <T> List<T> values(String name, Function<String, T> parse) {
        List<String> texts = texts(name);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            values.add(parsed(name + "[" + i + "]", texts.get(i), parse));
        }
        return values;
    }

    /** An object whose values are texts. */
    Map<String, String> textMap(String name) {
        return field(name).map(node -> textMap(name, node)).orElse(Map.of());
    }

    /** A patch of texts by name: null takes one away. */
    Map<String, Optional<String>> textPatch(String name) {
        return patch(name, "texts or null", Fields::text);
    }

    /** A patch of whole numbers by name: null takes one away. */
    Map<String, Optional<Integer>> numberPatch(String name) {
        return patch(name, "whole numbers or null", Fields::number);
    }

    /** A text that null takes away; empty where nothing is said of it. */
    Optional<String> patchedText(String name) {
        return given(name).map(node -> node.isNull() ? "" : text(name, node));
    }

    /** A list in place of another; empty where nothing is said of it. */
    <T> Optional<List<T>> patchedValues(String name, Function<String, T> parse) {
        return given(name).map(node -> {
            texts(name, node);
            return values(name, parse);
        });
    }

    /** A text in place of another, which can't be taken away; empty where nothing is said of it. */
    <T> Optional<T> patchedValue(String name, Function<String, T> parse) {
        return given(name).map(node -> parsed(name, text(name, node), parse));
    }

    private <T> Map<String, Optional<T>> patch(String name, String values, BiFunction<String, JsonNode, T> read) {
        Map<String, Optional<T>> patch = new TreeMap<>();
        given(name).ifPresent(node -> {
            if (!node.isObject()) {
                throw TenantryException.invalid(name, described(node), "an object whose values are " + values);
            }
            node.properties()
                    .forEach(one -> patch.put(
                            one.getKey(),
                            one.getValue().isNull()
                                    ? Optional.empty()
                                    : Optional.of(read.apply(name + "." + one.getKey(), one.getValue()))));
        });
        return patch;
    }

    /** Null is said too. */
    private Optional<JsonNode> given(String name) {
        known.add(name);
        return Optional.ofNullable(body.get(name));
    }

    private static int number(String name, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            String came = node.isNumber() ? node.asText() : described(node);
            throw TenantryException.invalid(name, came, "a whole number");
        }
        return node.intValue();
    }

    /** Refuses every field that nobody asked for. */
    void finish() {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!known.contains(field.getKey())) {
                throw TenantryException.field(
                        ErrorCode.UNKNOWN_FIELD,
                        field.getKey(),
                        described(field.getValue()),
                        known.isEmpty() ? "no field" : "one of " + String.join(", ", known));
            }
        }
    }

    private Optional<JsonNode> field(String name) {
        known.add(name);
        return Optional.ofNullable(body.get(name)).filter(node -> !node.isNull());
    }

    private static String text(String name, JsonNode node) {
        if (!node.isTextual()) {
            throw TenantryException.invalid(name, described(node), "a text");
        }
        return node.textValue();
    }

    private static List<String> texts(String name, JsonNode node) {
        if (!node.isArray()) {
            throw TenantryException.invalid(name, described(node), "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node) {
            texts.add(text(name + "[" + texts.size() + "]", one));
        }
        return texts;
    }

    private static Map<String, String> textMap(String name, JsonNode node) {
        if (!node.isObject()) {
            throw TenantryException.invalid(name, described(node), "an object whose values are texts");
        }
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            texts.put(one.getKey(), text(name + "." + one.getKey(), one.getValue()));
        }
        return texts;
    }

    /** Words refuse by their own name; whoever sent the body knows the field's. */
    static <T> T parsed(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (TenantryException refused) {
            String expected = refused.parameters().getOrDefault("expected", refused.message());
            throw TenantryException.field(refused.code(), name, text, expected);
        }
    }

    /** Never its value: what stands in the wrong place or has the wrong type may be a secret all the same. */
    private static String described(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "something else";
        };
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null
                ? ""
                : " from line " + location.getLineNr() + ", column " + location.getColumnNr() + " on";
    }
}
