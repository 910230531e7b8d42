package org.tenantry.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.tenantry.common.json.Json;

/** One run of the program: what every command needs. */
record Session(Surroundings surroundings, Client client) {
    PrintStream out() {
        return surroundings.out();
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    /** Writes a list as a table, or as JSON as it came. */
    int list(Format format, JsonNode items, Table table, BiConsumer<Table, JsonNode> row) {
        if (format == Format.JSON) {
            return json(items);
        }
        items.forEach(item -> row.accept(table, item));
        table.print(out());
        return ExitCode.OK.number();
    }

    int json(JsonNode value) {
        try {
            out().println(Json.open().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what came as JSON cannot be written as JSON", e);
        }
        return ExitCode.OK.number();
    }

    int say(String text) {
        out().println(text);
        return ExitCode.OK.number();
    }

    /** Lets somebody who removes things type the name of what goes; {@code --yes} says it without asking. */
    void confirm(boolean yes, String what, String name) {
        if (yes) {
            return;
        }
        if (!surroundings.terminal()) {
            throw CliException.of(
                    ExitCode.USAGE, "nothing was removed: without a terminal nobody can be asked", "add --yes");
        }
        surroundings.err().print("This removes " + what + ". Type " + name + " to go on: ");
        surroundings.err().flush();
        if (!name.equals(line())) {
            throw CliException.of(ExitCode.USAGE, "nothing was removed: that is not " + name);
        }
    }

    private String line() {
        try {
            String typed = surroundings.in().readLine();
            return typed == null ? "" : typed.strip();
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "standard input cannot be read as UTF-8: " + e);
        }
    }
}
