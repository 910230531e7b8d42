package org.tenantry.gateway.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code tenantry help instance create} and {@code tenantry instance help create} alike. */
@Command(name = "help", description = "Show how a command is used.", helpCommand = true)
final class Help implements Callable<Integer> {
    private final CommandSpec about;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, and what follows it.")
    private @Nullable List<String> words;

    /** Help with this command and all below it. */
    Help(CommandSpec about) {
        this.about = about;
    }

    @Override
    public Integer call() {
        CommandLine at = about.commandLine();
        for (String word : Given.list(words).orElse(List.of())) {
            CommandLine next = at.getSubcommands().get(word);
            if (next == null) {
                throw new ParameterException(at, "Unknown command '" + word + "'");
            }
            at = next;
        }
        at.usage(at.getOut());
        return ExitCode.OK.number();
    }
}
