package org.tenantry.agent.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The few words of a shell that tests use, so that one contract can run the same commands in the fake engine and in a real
 * one: {@code echo [$VARIABLE] [> file]}, {@code cat file}, {@code ping}, {@code sleep} (never ends), {@code exit}.
 */
final class FakeShell {
    /** What a script wrote, and how it ended; empty: it goes on. */
    record Ran(List<String> output, OptionalInt exit) {}

    /** What a script can see. */
    interface World {
        Map<String, String> files(String path);

        Map<String, String> environment();

        Predicate<String> reachable();
    }

    private final World world;
    private final List<String> output = new ArrayList<>();

    private FakeShell(World world) {
        this.world = world;
    }

    static Ran run(List<String> command, World world) {
        FakeShell shell = new FakeShell(world);
        return new Ran(shell.output, shell.whole(command));
    }

    private OptionalInt whole(List<String> command) {
        if (command.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean script = command.size() > 2
                && command.getFirst().endsWith("sh")
                && command.get(1).equals("-c");
        OptionalInt last = OptionalInt.of(0);
        for (String part : (script ? command.get(2) : String.join(" ", command)).split(";")) {
            String statement = part.strip();
            last = statement(statement);
            if (last.isEmpty() || statement.startsWith("exit")) {
                return last;
            }
        }
        return last;
    }

    private OptionalInt statement(String statement) {
        List<String> words = List.of(statement.replaceFirst("^exec ", "").split("\\s+"));
        String last = words.getLast();
        return switch (words.getFirst()) {
            case "echo" -> OptionalInt.of(echo(statement.substring(4).strip()));
            case "cat" -> OptionalInt.of(cat(last));
            case "nc" -> OptionalInt.of(world.reachable().test(words.get(3)) ? 0 : 1);
            case "exit" -> OptionalInt.of(Integer.parseInt(last));
            case "true" -> OptionalInt.of(0);
            case "false" -> OptionalInt.of(1);
            case "no-such-program" -> OptionalInt.of(127);
            default -> OptionalInt.empty();
        };
    }

    private int echo(String rest) {
        String[] sides = rest.split(">", 2);
        String text = sides[0].strip();
        if (sides.length == 1) {
            output.add(text.startsWith("$") ? world.environment().getOrDefault(text.substring(1), "") : text);
            return 0;
        }
        String path = sides[1].strip();
        world.files(path).put(path, text);
        return 0;
    }

    private int cat(String path) {
        return written(world.files(path).get(path), "cat: can't open '" + path + "': No such file or directory");
    }

    private int written(@Nullable String text, String missing) {
        output.add(text == null ? missing : text);
        return text == null ? 1 : 0;
    }
}
