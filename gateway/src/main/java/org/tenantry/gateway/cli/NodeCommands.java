package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "node", description = "Nodes: the servers.")
final class NodeCommands {
    private final Session session;

    NodeCommands(Session session) {
        this.session = session;
    }

    @Command(name = "ls", description = "List nodes.")
    int ls(@Mixin Output output) {
        return session.list(
                output.format(),
                session.client().list("/nodes", Map.of()),
                new Table(
                        "NAME", "STATE", "ZONE", "INSTANCES", "CORES", "MEMORY", "DISK FREE", "ENGINE", "AGENT", "AGE"),
                (table, node) -> table.row(
                        Human.text(node, "name"),
                        state(node),
                        Human.text(node, "zone"),
                        Human.text(node, "instances"),
                        Human.text(node, "cores"),
                        Human.bytes(node.path("memoryBytes").asLong()),
                        Human.bytes(node.path("diskFreeBytes").asLong()),
                        Human.text(node, "engineVersion"),
                        Human.text(node, "agentVersion"),
                        Human.age(node, "created", session.now())));
    }

    private static String state(JsonNode node) {
        String connected = node.path("connected").asBoolean() ? "connected" : "away";
        return node.path("cordoned").asBoolean() ? connected + ",cordoned" : connected;
    }
}
