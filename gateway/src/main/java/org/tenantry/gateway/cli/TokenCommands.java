package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "token", description = "Tokens of the admin API.")
final class TokenCommands {
    private final Session session;

    TokenCommands(Session session) {
        this.session = session;
    }

    @Command(name = "create", description = "Make a token and print it, this once.")
    int create(
            @Parameters(paramLabel = "LABEL", description = "What people know it by.") String label,
            @Option(
                            names = "--tenant",
                            paramLabel = "TENANT",
                            description = "Bind it to this tenant; else it is an administrator's.")
                    Optional<String> tenant,
            @Option(
                            names = "--valid-for",
                            paramLabel = "DURATION",
                            description = "Such as P30D or PT12H; else until it is revoked.")
                    Optional<String> validFor,
            @Mixin Output output) {
        Map<String, String> body = new TreeMap<>(Map.of("label", label));
        tenant.ifPresent(text -> body.put("tenant", text));
        validFor.ifPresent(text -> body.put("validFor", text));
        JsonNode made = session.client().post("/tokens", body);
        if (output.format() == Format.JSON) {
            return session.json(made);
        }
        String id = Human.text(made.path("details"), "id");
        session.surroundings().err().println("token " + id + " created; it is shown this once:");
        return session.say(Human.text(made, "token"));
    }

    @Command(name = "ls", description = "List tokens.")
    int ls(@Mixin Output output) {
        return session.list(
                output.format(),
                session.client().list("/tokens", Map.of()),
                new Table("ID", "LABEL", "TENANT", "STATE", "EXPIRES", "AGE"),
                (table, token) -> table.row(
                        Human.text(token, "id"),
                        Human.text(token, "label"),
                        Human.text(token, "tenantName"),
                        token.path("revoked").isTextual() ? "revoked" : "valid",
                        Human.text(token, "expires"),
                        Human.age(token, "created", session.now())));
    }

    @Command(name = "revoke", description = "End a token at once.")
    int revoke(@Parameters(paramLabel = "ID", description = "As token ls shows it.") String id) {
        session.client().delete("/tokens/" + Client.part(id));
        return session.say("token " + id + " revoked");
    }
}
