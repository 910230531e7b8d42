package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A template's parameters as somebody typed them: {@code NAME=VALUE}, or apart from the command line, which others can see:
 * {@code NAME=@FILE} and {@code NAME=@-} for standard input. A value that begins with @ is written with two. One line break
 * at the end of what is read is not part of the value, since editors and {@code echo} leave it there.
 *
 * @param values by name, ready to be ordered
 * @param typed the names of those whose values stood on the command line
 */
record GivenParameters(Map<String, String> values, Set<String> typed) {
    private static final String STANDARD_INPUT = "@-";

    /** Reads files and standard input; what cannot be read is wrong usage. */
    static GivenParameters of(Map<String, String> given, Surroundings surroundings) {
        long fromInput = given.values().stream().filter(STANDARD_INPUT::equals).count();
        if (fromInput > 1) {
            throw CliException.of(ExitCode.USAGE, "standard input holds one parameter (given: " + fromInput + " @-)");
        }
        Map<String, String> values = new TreeMap<>();
        Set<String> typed = new TreeSet<>();
        given.forEach((name, text) -> {
            if (text.equals(STANDARD_INPUT)) {
                values.put(name, lastBreakOff(surroundings.typed()));
            } else if (text.startsWith("@") && !text.startsWith("@@")) {
                values.put(name, lastBreakOff(read(name, text.substring(1))));
            } else {
                values.put(name, text.startsWith("@@") ? text.substring(1) : text);
                typed.add(name);
            }
        });
        return new GivenParameters(values, typed);
    }

    /** Reads them for an order of that template; one that cannot be shown is refused with the order itself. */
    static Map<String, String> warned(Session session, String template, Map<String, String> given) {
        GivenParameters parameters = of(given, session.surroundings());
        if (!parameters.typed().isEmpty()) {
            session.client()
                    .find("/templates/" + Client.part(template))
                    .ifPresent(found -> parameters.warn(found, session.surroundings()));
        }
        return parameters.values();
    }

    /** Says which of them the template keeps secret although their values can be seen already. */
    void warn(JsonNode template, Surroundings surroundings) {
        for (JsonNode parameter : template.path("parameters")) {
            String name = parameter.path("name").asText();
            if (parameter.path("secret").asBoolean() && typed.contains(name)) {
                surroundings
                        .err()
                        .println("warning: parameter " + name + " is secret, and its value on the command line can be"
                                + " seen in the process list and in the shell's history\n  write -p " + name
                                + "=@FILE, or -p " + name + "=@- for standard input");
            }
        }
    }

    private static String read(String name, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw CliException.of(
                    ExitCode.USAGE,
                    "parameter " + name + ": the file '" + file + "' cannot be read (expected: a text file in UTF-8)",
                    "a value that begins with @ is written with two: -p " + name + "=@@…");
        }
    }

    private static String lastBreakOff(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}
