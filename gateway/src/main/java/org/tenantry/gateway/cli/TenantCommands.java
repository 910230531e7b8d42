package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tenant", description = "Tenants: the customers.", synopsisSubcommandLabel = "COMMAND")
final class TenantCommands {
    private final Session session;

    TenantCommands(Session session) {
        this.session = session;
    }

    @Command(name = "create", description = "Create a tenant.")
    int create(
            @Parameters(paramLabel = "NAME", description = "What people type: a-z, 0-9 and hyphens.") String name,
            @Option(names = "--name", paramLabel = "TITLE", description = "What people read, such as \"Globex Corp.\".")
                    Optional<String> title,
            @Option(names = "--plan", description = "What it may use.") Optional<String> plan,
            @Mixin Output output) {
        Map<String, String> body = new TreeMap<>(Map.of("name", name));
        title.ifPresent(text -> body.put("title", text));
        plan.ifPresent(text -> body.put("plan", text));
        JsonNode made = session.client().post("/tenants", body);
        return output.format() == Format.JSON
                ? session.json(made)
                : session.say("tenant " + Human.text(made, "name") + " created (" + Human.text(made, "id") + ")");
    }

    @Command(name = "ls", description = "List tenants.")
    int ls(@Mixin Output output) {
        return session.list(
                output.format(),
                session.client().list("/tenants", Map.of()),
                new Table("NAME", "TITLE", "PLAN", "INSTANCES", "ID", "AGE"),
                (table, tenant) -> table.row(
                        Human.text(tenant, "name"),
                        Human.text(tenant, "title"),
                        Human.text(tenant, "plan"),
                        Human.text(tenant, "instances"),
                        Human.text(tenant, "id"),
                        Human.age(tenant, "created", session.now())));
    }

    @Command(name = "rm", description = "Remove a tenant that has no instance, with its tokens.")
    int rm(
            @Parameters(paramLabel = "TENANT", description = "Name or id.") String tenant,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        JsonNode found = session.client().get("/tenants/" + Client.part(tenant));
        String name = Human.text(found, "name");
        session.confirm(yes, "tenant " + name + " and its tokens", name);
        session.client().delete("/tenants/" + Human.text(found, "id"));
        return session.say("tenant " + name + " removed");
    }
}
