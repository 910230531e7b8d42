package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "template", description = "Templates: applications that can be instantiated.")
final class TemplateCommands {
    private final Session session;

    TemplateCommands(Session session) {
        this.session = session;
    }

    @Command(name = "ls", description = "List templates.")
    int ls(@Mixin Output output) {
        return session.list(
                output.format(),
                session.client().list("/templates", Map.of()),
                new Table("TEMPLATE", "DESCRIPTION", "WEB", "AGE"),
                (table, template) -> table.row(
                        Human.text(template, "template"),
                        Human.text(template, "description"),
                        Human.text(template, "webService") + ":" + Human.text(template, "webPort"),
                        Human.age(template, "created", session.now())));
    }

    @Command(name = "show", description = "Show one template with its parameters.")
    int show(
            @Parameters(paramLabel = "TEMPLATE", description = "name@version, or a name for its newest version.")
                    String template,
            @Mixin Output output) {
        JsonNode found = session.client().get("/templates/" + Client.part(template));
        if (output.format() == Format.JSON) {
            return session.json(found);
        }
        session.say(Human.text(found, "template") + "  " + Human.text(found, "description"));
        session.say("web: " + Human.text(found, "webService") + ", port " + Human.text(found, "webPort") + ", "
                + Human.text(found, "webProtocol"));
        session.say("generated secrets: " + Human.list(found, "secrets"));
        session.say("");
        return session.list(
                Format.TABLE,
                found.path("parameters"),
                new Table("PARAMETER", "TYPE", "DEFAULT", "REQUIRED", "DESCRIPTION"),
                (table, parameter) -> table.row(
                        Human.text(parameter, "name"),
                        Human.text(parameter, "type"),
                        Human.text(parameter, "standard"),
                        parameter.path("required").asBoolean() ? "yes" : "no",
                        Human.text(parameter, "description")));
    }

    @Command(
            name = "add",
            description =
                    "Add a template: that of a directory with template.yaml, docker-compose.yml and the files that they"
                            + " name, or with --from one made of a Compose file.")
    int add(
            @Parameters(paramLabel = "DIR|NAME", description = "A directory; with --from the template's name.")
                    String what,
            @Option(names = "--from", paramLabel = "FILE", description = "A Compose file.") Optional<Path> from,
            @Mixin ManifestFlags flags,
            @Mixin Output output) {
        if (from.isEmpty() && flags.given()) {
            throw CliException.of(ExitCode.USAGE, "--web, --version and --health (expected: --from with them)");
        }
        TemplateFiles files = from.isPresent()
                ? TemplateFiles.around(from.get(), flags.named(what))
                : TemplateFiles.of(Path.of(what));
        JsonNode check = session.client().post("/templates/check", files.texts());
        if (from.isPresent()) {
            requireName(what, check);
        }
        JsonNode added = session.client().post("/templates", files.with(named(check)));
        return output.format() == Format.JSON
                ? session.json(added)
                : session.say("template " + Human.text(added, "template") + " added");
    }

    private static void requireName(String name, JsonNode check) {
        String ref = check.path("template").asText("");
        if (!ref.isEmpty() && !ref.startsWith(name + "@")) {
            throw CliException.of(
                    ExitCode.USAGE,
                    "'" + name + "' (expected: the name in the template.yaml beside the file, of " + ref + ")");
        }
    }

    private static List<String> named(JsonNode check) {
        List<String> paths = new ArrayList<>();
        check.path("files").forEach(path -> paths.add(path.asText()));
        return paths;
    }

    @Command(name = "check", description = "Explain what becomes of every key of a template; change nothing.")
    int check(@Parameters(paramLabel = "DIR") Path directory, @Mixin Output output) {
        TemplateFiles files = TemplateFiles.of(directory);
        JsonNode first = session.client().post("/templates/check", files.texts());
        JsonNode check =
                named(first).isEmpty() ? first : session.client().post("/templates/check", files.with(named(first)));
        boolean accepted = check.path("accepted").asBoolean();
        if (output.format() == Format.JSON) {
            session.json(check);
        } else {
            findings(check);
            check.path("problems").forEach(problem -> session.say("problem: " + Human.text(problem, "message")));
            session.say(accepted ? "this template can be added" : "this template would be refused");
        }
        return (accepted ? ExitCode.OK : ExitCode.REFUSED).number();
    }

    @Command(name = "diff", description = "Show what differs between two templates, key by key.")
    int diff(
            @Parameters(paramLabel = "A", description = "name@version, or a name for its newest version.") String from,
            @Parameters(paramLabel = "B") String to,
            @Mixin Output output) {
        JsonNode diff = session.client().get("/templates/" + Client.part(from) + "/diff?to=" + Client.part(to));
        if (output.format() == Format.JSON) {
            return session.json(diff);
        }
        diff.path("removedServices").forEach(name -> session.say("- service " + name.asText()));
        diff.path("addedServices").forEach(name -> session.say("+ service " + name.asText()));
        diff.path("changes").forEach(this::change);
        return ExitCode.OK.number();
    }

    private void change(JsonNode change) {
        String path = Human.text(change, "path");
        session.say("~ " + Human.text(change, "file") + (path.isEmpty() ? "" : " " + path));
        if (change.has("from")) {
            session.say("    - " + Human.text(change, "from"));
        }
        if (change.has("to")) {
            session.say("    + " + Human.text(change, "to"));
        }
    }

    @Command(name = "rm", description = "Remove a version of a template that no instance is made of.")
    int rm(
            @Parameters(paramLabel = "TEMPLATE", description = "name@version") String template,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        session.confirm(yes, "template " + template, template);
        session.client().delete("/templates/" + Client.part(template));
        return session.say("template " + template + " removed");
    }

    private void findings(JsonNode check) {
        session.list(
                Format.TABLE,
                check.path("findings"),
                new Table("FILE", "LINE", "KEY", "OUTCOME", "REASON"),
                (table, finding) -> table.row(
                        Human.text(finding, "file"),
                        Human.text(finding, "line"),
                        Human.text(finding, "path"),
                        Human.text(finding, "outcome"),
                        Human.text(finding, "reason")));
    }
}
