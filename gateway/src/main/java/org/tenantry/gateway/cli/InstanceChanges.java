package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands below {@code instance} that change one that is there. */
final class InstanceChanges {
    private InstanceChanges() {}

    static CommandLine addTo(CommandLine instance, Session session) {
        return instance.addSubcommand(new Change(session))
                .addSubcommand(new Scale(session))
                .addSubcommand(new Rename(session));
    }

    /** How every change is ordered. */
    private static final class Ordering {
        @Parameters(index = "0", paramLabel = "INSTANCE", description = "Name or id.")
        private String instance = "";

        @Option(names = "--dry-run", description = "Show what it would come to, and change nothing.")
        private boolean dryRun;

        @Option(names = "--no-wait", description = "Do not wait until it is done.")
        private boolean noWait;

        @Mixin
        private Output output = new Output();

        String path() {
            return "/instances/" + Client.part(instance);
        }

        int order(Session session, Patch patch, Optional<Long> version) {
            if (dryRun) {
                JsonNode preview = session.client().patch(path() + "?dryRun=true", patch.body(), version);
                return output.format() == Format.JSON ? session.json(preview) : PreviewPage.print(session, preview);
            }
            return new Following(session, noWait, output.format())
                    .follow(session.client().patch(path(), patch.body(), version));
        }
    }

    @Command(
            name = "change",
            description = "Change an instance that is there, with as few containers replaced as can be.",
            footer = "Example: tenantry instance change acme --template agenda@1.1 --scale web=3 --dry-run")
    private static final class Change implements Callable<Integer> {
        private final Session session;

        @Mixin
        private Ordering ordering = new Ordering();

        @Option(
                names = {"-p", "--parameter"},
                paramLabel = "NAME=VALUE",
                description = "A parameter, as create takes it; may be given again.")
        private Map<String, String> parameters = Map.of();

        @Option(names = "--unset", paramLabel = "NAME", description = "A parameter is at its default again.")
        private List<String> unset = List.of();

        @Option(
                names = "--scale",
                paramLabel = "SERVICE=REPLICAS",
                description = "How many of a service; default for as many as the template says.")
        private Map<String, String> scale = Map.of();

        @Option(
                names = "--template",
                paramLabel = "TEMPLATE",
                description = "Another version of its template: name@version, or the name for the newest.")
        private Optional<String> template = Optional.empty();

        @Option(names = "--host", paramLabel = "HOST", description = "Answers there too; may be given again.")
        private List<String> hosts = List.of();

        @Option(names = "--drop-host", paramLabel = "HOST", description = "Answers there no longer.")
        private List<String> dropped = List.of();

        @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label; may be given again.")
        private Map<String, String> labels = Map.of();

        @Option(names = "--unlabel", paramLabel = "NAME", description = "Takes a label away.")
        private List<String> unlabelled = List.of();

        @Option(names = "--note", paramLabel = "TEXT", description = "What people should know of it.")
        private Optional<String> note = Optional.empty();

        Change(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Patch patch = new Patch()
                    .without("parameters", unset)
                    .scale(scale)
                    .texts("labels", labels)
                    .without("labels", unlabelled);
            template.ifPresent(text -> patch.text("template", text));
            note.ifPresent(text -> patch.text("note", text));
            boolean looks = !parameters.isEmpty() || !hosts.isEmpty() || !dropped.isEmpty();
            return looks ? looked(patch) : ordering.order(session, patch, Optional.empty());
        }

        /** What was looked at is what is changed: the API refuses where it is another by then. */
        private int looked(Patch patch) {
            JsonNode found = session.client().get(ordering.path());
            if (!parameters.isEmpty()) {
                String of = template.orElse(Human.text(found, "template"));
                patch.texts("parameters", GivenParameters.warned(session, of, parameters));
            }
            if (!hosts.isEmpty() || !dropped.isEmpty()) {
                patch.hosts(found, hosts, dropped);
            }
            return ordering.order(
                    session, patch, Optional.of(found.path("version").asLong()));
        }
    }

    @Command(
            name = "scale",
            description = "Set how many replicas of services run; it stays so across later changes.",
            footer = "Example: tenantry instance scale acme web=3")
    private static final class Scale implements Callable<Integer> {
        private final Session session;

        @Mixin
        private Ordering ordering = new Ordering();

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "SERVICE=REPLICAS")
        private Map<String, String> scale = Map.of();

        Scale(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return ordering.order(session, new Patch().scale(scale), Optional.empty());
        }
    }

    @Command(name = "rename", description = "Give an instance another name; its hosts stay.")
    private static final class Rename implements Callable<Integer> {
        private final Session session;

        @Mixin
        private Ordering ordering = new Ordering();

        @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
        private String name = "";

        Rename(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return ordering.order(session, new Patch().text("name", name), Optional.empty());
        }
    }
}
