package org.tenantry.gateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the program finds itself in.
 *
 * @param terminal whether a person sits at both ends: questions may be asked and lines redrawn
 */
record Surroundings(
        Map<String, String> environment,
        BufferedReader in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        InstantSource clock) {

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** All of standard input. */
    String typed() {
        StringWriter all = new StringWriter();
        try {
            in.transferTo(all);
        } catch (IOException e) {
            throw CliException.of(ExitCode.USAGE, "standard input cannot be read as UTF-8: " + e);
        }
        return all.toString();
    }
}
