package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "Who changed what, and when.")
final class AuditCommands {
    private static final int NEWEST = 50;

    private final Session session;

    AuditCommands(Session session) {
        this.session = session;
    }

    @Command(name = "ls", description = "List changes, newest first.")
    int ls(
            @Option(names = "--all", description = "All instead of the newest " + NEWEST + ".") boolean all,
            @Mixin Output output) {
        JsonNode items = all
                ? session.client().list("/audit", Map.of())
                : session.client().get("/audit").path("items");
        return session.list(
                output.format(),
                items,
                new Table("AT", "BY", "ACTION", "SUBJECT", "REQUEST", "DETAILS"),
                (table, change) -> table.row(
                        Human.time(change, "at"),
                        Human.text(change, "principal"),
                        Human.text(change, "action"),
                        Human.text(change, "subject"),
                        Human.text(change, "requestId"),
                        details(change.path("details"))));
    }

    private static String details(JsonNode details) {
        return details.properties().stream()
                .map(one -> Human.plain(one.getKey() + "=" + one.getValue().asText()))
                .collect(Collectors.joining(" "));
    }
}
