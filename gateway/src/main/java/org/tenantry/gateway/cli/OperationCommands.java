package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "operation", description = "Operations: what is under way, and what came of it.")
final class OperationCommands {
    private static final int NEWEST = 50;

    private final Session session;

    OperationCommands(Session session) {
        this.session = session;
    }

    @Command(name = "ls", description = "List operations, newest first.")
    int ls(
            @Option(names = "--instance", paramLabel = "INSTANCE", description = "Only those of this instance.")
                    Optional<String> instance,
            @Option(names = "--all", description = "All instead of the newest " + NEWEST + ".") boolean all,
            @Mixin Output output) {
        Map<String, String> query = new TreeMap<>();
        instance.ifPresent(text -> query.put("instance", text));
        JsonNode items = all
                ? session.client().list("/operations", query)
                : session.client().get("/operations" + Client.query(query)).path("items");
        return session.list(
                output.format(),
                items,
                new Table("ID", "KIND", "INSTANCE", "STATE", "AGE", "REASON"),
                (table, operation) -> table.row(
                        Human.text(operation, "id"),
                        Human.text(operation, "kind"),
                        Human.text(operation, "instanceName"),
                        Human.text(operation, "state"),
                        Human.age(operation, "created", session.now()),
                        Human.text(operation.path("failure"), "message")));
    }

    @Command(name = "show", description = "Show one operation with its steps.")
    int show(
            @Parameters(paramLabel = "ID", description = "As operation ls shows it.") String id, @Mixin Output output) {
        JsonNode operation = session.client().get("/operations/" + Client.part(id));
        if (output.format() == Format.JSON) {
            return session.json(operation);
        }
        session.say(Human.text(operation, "kind") + " " + Human.text(operation, "instanceName") + ": "
                + Human.text(operation, "state") + ", ordered by " + Human.text(operation, "principal") + " in "
                + Human.text(operation, "requestId"));
        session.list(
                Format.TABLE,
                operation.path("steps"),
                new Table("STEP", "STATE", "NOTE"),
                (table, step) ->
                        table.row(Human.text(step, "name"), Human.text(step, "state"), Human.text(step, "note")));
        if (!operation.path("failure").isMissingNode()
                && !operation.path("failure").isNull()) {
            Outcome.tell(operation, session.out());
        }
        return ExitCode.OK.number();
    }
}
