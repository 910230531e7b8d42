package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "instance", description = "Instances: one application of one tenant each.")
final class InstanceCommands {
    private final Session session;

    InstanceCommands(Session session) {
        this.session = session;
    }

    @Command(name = "create", description = "Create an instance and wait until it answers.")
    int create(
            @Parameters(paramLabel = "NAME", description = "What people type, and the first part of its address.")
                    String name,
            @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose it is: name or id.")
                    Optional<String> tenant,
            @Option(
                            names = "--template",
                            required = true,
                            paramLabel = "TEMPLATE",
                            description = "name@version, or a name for its newest version.")
                    String template,
            @Option(
                            names = {"-p", "--parameter"},
                            paramLabel = "NAME=VALUE",
                            description = {
                                "A parameter of the template; may be given again. Secrets belong into",
                                "NAME=@FILE, or NAME=@- for standard input: a command line can be seen by",
                                "others. A value that begins with @ is written with two."
                            })
                    Map<String, String> parameters,
            @Option(names = "--host", paramLabel = "HOST", description = "Where it answers; may be given again.")
                    List<String> hosts,
            @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label; may be given again.")
                    Map<String, String> labels,
            @Option(names = "--no-wait", description = "Do not wait until it answers.") boolean noWait,
            @Mixin Output output) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("template", template);
        tenant.ifPresent(text -> body.put("tenant", text));
        Given.map(parameters)
                .ifPresent(given -> body.put("parameters", GivenParameters.warned(session, template, given)));
        Given.list(hosts).ifPresent(given -> body.put("hosts", given));
        Given.map(labels).ifPresent(given -> body.put("labels", given));
        return ordered(session.client().post("/instances", body), noWait, output.format());
    }

    @Command(name = "ls", description = "List instances.")
    int ls(
            @Option(names = "--tenant", paramLabel = "TENANT", description = "Only those of this tenant.")
                    Optional<String> tenant,
            @Option(
                            names = "--label",
                            paramLabel = "NAME[=VALUE]",
                            description = "Only those with this label; may be given again.")
                    List<String> labels,
            @Option(names = "--goal", paramLabel = "GOAL", description = "running, sleeping, stopped or absent.")
                    Optional<String> goal,
            @Option(names = "--observed", paramLabel = "STATE", description = "running, starting, degraded, failed …")
                    Optional<String> observed,
            @Option(names = "--template", paramLabel = "TEMPLATE", description = "A name, or name@version.")
                    Optional<String> template,
            @Option(names = "--locked", description = "Only those that are locked.") boolean locked,
            @Option(names = "--removed", description = "Only those that were removed and can be taken back.")
                    boolean removed,
            @Option(names = "--text", paramLabel = "TEXT", description = "Somewhere in name, hosts or note.")
                    Optional<String> text,
            @Mixin Output output) {
        Map<String, String> query = new TreeMap<>();
        tenant.ifPresent(given -> query.put("tenant", given));
        Given.list(labels).ifPresent(given -> query.put("label", String.join(",", given)));
        goal.ifPresent(given -> query.put("goal", given));
        observed.ifPresent(given -> query.put("observed", given));
        template.ifPresent(given -> query.put("template", given));
        text.ifPresent(given -> query.put("text", given));
        if (locked) {
            query.put("locked", "true");
        }
        if (removed) {
            query.put("removed", "true");
        }
        return session.list(
                output.format(),
                session.client().list("/instances", query),
                new Table("NAME", "TENANT", "TEMPLATE", "GOAL", "OBSERVED", "NODE", "HOSTS", "AGE", "REMARK"),
                (table, instance) -> table.row(
                        Human.text(instance, "name"),
                        Human.text(instance, "tenantName"),
                        Human.text(instance, "template"),
                        Human.text(instance, "goal"),
                        Human.text(instance, "observed"),
                        Human.text(instance, "node"),
                        Human.list(instance, "hosts"),
                        Human.age(instance, "created", session.now()),
                        InstancePage.remark(instance)));
    }

    @Command(name = "show", description = "Show one instance with its replicas.")
    int show(@Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance, @Mixin Output output) {
        JsonNode found = session.client().get(path(instance));
        return output.format() == Format.JSON ? session.json(found) : InstancePage.print(session, found);
    }

    @Command(name = "start", description = "Start a stopped instance.")
    int start(
            @Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Option(names = "--no-wait", description = "Do not wait until it answers.") boolean noWait,
            @Mixin Output output) {
        return ordered(session.client().post(path(instance) + "/start"), noWait, output.format());
    }

    @Command(name = "stop", description = "Stop an instance; its data stays.")
    int stop(
            @Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Option(names = "--no-wait", description = "Do not wait until it rests.") boolean noWait,
            @Mixin Output output) {
        return ordered(session.client().post(path(instance) + "/stop"), noWait, output.format());
    }

    @Command(name = "rm", description = "Remove an instance with all its data, which is kept for a while first.")
    int rm(
            @Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Option(names = "--yes", description = "Do not ask.") boolean yes,
            @Option(names = "--now", description = "Keep nothing.") boolean now,
            @Option(names = "--no-wait", description = "Do not wait until it is done.") boolean noWait,
            @Mixin Output output) {
        JsonNode found = session.client().get(path(instance));
        String name = Human.text(found, "name");
        String what = "instance " + name + " of tenant " + Human.text(found, "tenantName") + " with all its data";
        session.confirm(yes, what, name);
        String path = path(Human.text(found, "id")) + (now ? "?now=true" : "");
        return ordered(session.client().delete(path), noWait, output.format());
    }

    @Command(name = "restore", description = "Take back an instance that was removed, with its data.")
    int restore(
            @Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Option(names = "--no-wait", description = "Do not wait until it is back.") boolean noWait,
            @Mixin Output output) {
        return ordered(session.client().post(path(instance) + "/restore"), noWait, output.format());
    }

    @Command(name = "lock", description = "Refuse every order for an instance until somebody unlocks it.")
    int lock(
            @Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Told to whoever tries.")
                    String reason,
            @Mixin Output output) {
        JsonNode locked = session.client().post(path(instance) + "/lock", Map.of("reason", reason));
        return output.format() == Format.JSON
                ? session.json(locked)
                : session.say("instance " + Human.text(locked, "name") + " is locked");
    }

    @Command(name = "unlock", description = "Take orders for an instance again.")
    int unlock(
            @Parameters(paramLabel = "INSTANCE", description = "Name or id.") String instance, @Mixin Output output) {
        JsonNode unlocked = session.client().post(path(instance) + "/unlock");
        return output.format() == Format.JSON
                ? session.json(unlocked)
                : session.say("instance " + Human.text(unlocked, "name") + " is not locked");
    }

    @Command(name = "logs", description = "Show what a replica prints.")
    int logs(
            @Parameters(index = "0", paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "SERVICE",
                            description = "The one that answers the web, unless named.")
                    Optional<String> service,
            @Option(names = "--replica", defaultValue = "1", description = "A number from 1.") int replica,
            @Option(names = "--tail", defaultValue = "100", description = "So many of the last lines.") int tail,
            @Option(
                            names = {"-f", "--follow"},
                            description = "Go on with what comes.")
                    boolean follow) {
        Map<String, String> query = new TreeMap<>();
        service.ifPresent(name -> query.put("service", name));
        query.put("replica", String.valueOf(replica));
        query.put("tail", String.valueOf(tail));
        query.put("follow", String.valueOf(follow));
        String path = path(instance) + "/logs" + Client.query(query);
        return FrameReader.copy(
                session.client().stream("GET", path, Optional.empty()),
                session.out(),
                session.surroundings().err());
    }

    @Command(
            name = "exec",
            description = "Run one command in a replica and exit as it does.",
            footer = "Example: tenantry instance exec acme postgres -- psql -U agenda -c 'select 1'")
    int exec(
            @Parameters(index = "0", paramLabel = "INSTANCE", description = "Name or id.") String instance,
            @Parameters(index = "1", paramLabel = "SERVICE", description = "A service of its template.") String service,
            @Parameters(index = "2..*", arity = "1..*", paramLabel = "COMMAND") List<String> command,
            @Option(names = "--replica", defaultValue = "1", description = "A number from 1.") int replica) {
        Map<String, Object> body = Map.of("service", service, "replica", replica, "command", command);
        return FrameReader.copy(
                session.client().stream("POST", path(instance) + "/exec", Optional.of(body)),
                session.out(),
                session.surroundings().err());
    }

    private int ordered(JsonNode ordered, boolean noWait, Format format) {
        return new Following(session, noWait, format).follow(ordered);
    }

    private static String path(String instance) {
        return "/instances/" + Client.part(instance);
    }
}
