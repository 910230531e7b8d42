package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tenantry.common.json.Json;

/** A change of an instance in the making, as the API takes it. */
final class Patch {
    private static final String AS_THE_TEMPLATE = "default";

    private final ObjectNode body = Json.open().createObjectNode();

    ObjectNode body() {
        return body;
    }

    Patch text(String field, String value) {
        body.put(field, value);
        return this;
    }

    Patch texts(String field, Map<String, String> values) {
        values.forEach((name, value) -> body.withObjectProperty(field).put(name, value));
        return this;
    }

    /** Takes these away. */
    Patch without(String field, List<String> names) {
        names.forEach(name -> body.withObjectProperty(field).putNull(name));
        return this;
    }

    /** Replicas per service; {@code default} is as many as the template says. */
    Patch scale(Map<String, String> scale) {
        scale.forEach((service, replicas) -> {
            if (replicas.equals(AS_THE_TEMPLATE)) {
                body.withObjectProperty("scale").putNull(service);
            } else {
                body.withObjectProperty("scale").put(service, number(service, replicas));
            }
        });
        return this;
    }

    /** All hosts that it has, without some and with others. The API knows how each is spelled, so both are looked for as given. */
    Patch hosts(JsonNode instance, List<String> added, List<String> dropped) {
        Set<String> hosts = new LinkedHashSet<>();
        instance.path("hosts").forEach(host -> hosts.add(host.asText()));
        dropped.forEach(host -> {
            if (!hosts.remove(host.toLowerCase(Locale.ROOT))) {
                throw CliException.of(
                        ExitCode.USAGE,
                        "--drop-host: '" + host + "' (expected: one of " + String.join(", ", hosts) + ")");
            }
        });
        hosts.addAll(added);
        ArrayNode all = body.putArray("hosts");
        hosts.forEach(all::add);
        return this;
    }

    private static int number(String service, String replicas) {
        try {
            return Integer.parseInt(replicas);
        } catch (NumberFormatException notANumber) {
            throw CliException.of(
                    ExitCode.USAGE,
                    "scale: '" + service + "=" + replicas + "' (expected: a number, or " + AS_THE_TEMPLATE + ")");
        }
    }
}
