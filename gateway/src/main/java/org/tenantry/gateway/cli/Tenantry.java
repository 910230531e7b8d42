package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line {@code tenantry}. */
@Command(
        name = "tenantry",
        description = "Runs one application for many customers.",
        mixinStandardHelpOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "TENANTRY_URL names the admin API and TENANTRY_TOKEN the token; without them the gateway of this machine is",
            "asked, which keeps both in TENANTRY_HOME.",
            "Exit codes: 0 done, 1 an operation failed, 2 wrong usage, 3 refused by the API, 4 API not reached."
        })
public final class Tenantry {
    private final Session session;

    private Tenantry(Session session) {
        this.session = session;
    }

    /** Runs one command with what this process has. */
    public static void main(String[] args) {
        Surroundings surroundings = new Surroundings(
                System.getenv(),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder())),
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.console() != null && System.console().isTerminal(),
                InstantSource.system());
        System.exit(run(surroundings, args));
    }

    static int run(Surroundings surroundings, String... args) {
        try (Client client = new Client(surroundings)) {
            return commands(new Session(surroundings, client)).execute(args);
        }
    }

    @Command(name = "version", description = "Show the version of the gateway.")
    int version(@Mixin Output output) {
        JsonNode version = session.client().get("/version");
        if (output.format() == Format.JSON) {
            return session.json(version);
        }
        version.properties()
                .forEach(one -> session.say(
                        one.getKey() + " " + Human.plain(one.getValue().asText())));
        return ExitCode.OK.number();
    }

    @Command(name = "completion", description = "Print a completion script: source <(tenantry completion)")
    int completion() {
        return session.say(AutoComplete.bash("tenantry", commands(session)));
    }

    private static CommandLine commands(Session session) {
        CommandLine commands = new CommandLine(new Tenantry(session))
                .addSubcommand(new TenantCommands(session))
                .addSubcommand(InstanceChanges.addTo(new CommandLine(new InstanceCommands(session)), session))
                .addSubcommand(new NodeCommands(session))
                .addSubcommand(new TemplateCommands(session))
                .addSubcommand(new TokenCommands(session))
                .addSubcommand(new OperationCommands(session))
                .addSubcommand(new AuditCommands(session));
        commands.setUsageHelpWidth(120);
        commands.getCommandSpec().version("tenantry " + version());
        return Behaviour.of(commands, session.surroundings());
    }

    /** This program's own, as the jar's manifest has it. */
    private static String version() {
        return Optional.ofNullable(Tenantry.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
