package org.tenantry.gateway.cli;

import java.io.BufferedReader;
import java.io.PrintStream;
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
}
