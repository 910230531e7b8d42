package org.tenantry.gateway.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.tenantry.common.error.TenantryException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How the command line behaves where picocli leaves a choice: where it writes, and how failures are told. */
final class Behaviour {
    private Behaviour() {}

    static CommandLine of(CommandLine commands, Surroundings surroundings) {
        offerHelp(commands);
        commands.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version of this program.")
                        .build());
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setPosixClusteredShortOptionsAllowed(true)
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(Behaviour::execute)
                .setParameterExceptionHandler((wrong, args) -> usage(wrong, surroundings))
                .setExecutionExceptionHandler((failure, command, result) -> failed(failure, surroundings));
    }

    /** With every command, and before its arguments are missed. */
    private static void offerHelp(CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help.")
                            .build());
        }
        if (!command.getSubcommands().isEmpty()) {
            command.getSubcommands().values().forEach(Behaviour::offerHelp);
            command.addSubcommand(new Help(command.getCommandSpec()));
        }
    }

    private static int execute(ParseResult result) {
        Integer helped = CommandLine.executeHelpRequest(result);
        if (helped != null) {
            return helped;
        }
        ParseResult last = result;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.commandSpec().subcommands().isEmpty()) {
            return new CommandLine.RunLast().execute(result);
        }
        CommandLine group = last.commandSpec().commandLine();
        group.usage(group.getErr());
        return ExitCode.USAGE.number();
    }

    private static int usage(ParameterException wrong, Surroundings surroundings) {
        surroundings.err().println("error: " + wrong.getMessage());
        CommandLine command = wrong.getCommandLine();
        surroundings.err().println("  usage: " + command.getHelp().synopsis(0).strip());
        return ExitCode.USAGE.number();
    }

    private static int failed(Exception failure, Surroundings surroundings) {
        return switch (failure) {
            case CliException known -> {
                surroundings.err().println("error: " + known.message());
                known.hint().ifPresent(hint -> surroundings.err().println("  " + hint));
                yield known.exit().number();
            }
            case TenantryException refused -> {
                surroundings.err().println("error: " + refused.message());
                yield ExitCode.USAGE.number();
            }
            default -> {
                surroundings.err().println("error: a bug of this program: " + failure);
                yield ExitCode.FAILED.number();
            }
        };
    }
}
