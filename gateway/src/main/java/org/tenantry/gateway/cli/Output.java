package org.tenantry.gateway.cli;

import picocli.CommandLine.Option;

/** How a command writes what it has to say: for people, unless a program asked. */
final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json.")
    private Format format = Format.TABLE;

    Format format() {
        return format;
    }
}
