package org.tenantry.gateway.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** A short {@code template.yaml} by flags, for a Compose file that has none beside it. */
final class ManifestFlags {
    private static final Pattern WEB = Pattern.compile("([a-zA-Z0-9][a-zA-Z0-9._-]{0,62}):([0-9]{1,5})");

    @Option(
            names = "--web",
            paramLabel = "SERVICE:PORT",
            description = "With --from: which service answers the web, on which port of its containers.")
    Optional<String> web = Optional.empty();

    @Option(names = "--version", paramLabel = "V", description = "With --from: the template's version; 1 without.")
    Optional<String> version = Optional.empty();

    @Option(
            names = "--health",
            paramLabel = "PATH",
            description = "With --from: the path that says whether it is well, such as /health.")
    Optional<String> health = Optional.empty();

    private String name = "";

    ManifestFlags named(String template) {
        name = template;
        return this;
    }

    boolean given() {
        return web.isPresent() || version.isPresent() || health.isPresent();
    }

    /** What they say, as a text that the gateway checks like any other. */
    String manifest() {
        var found = WEB.matcher(web.orElseThrow(() -> CliException.of(
                ExitCode.USAGE,
                "--web is missing (expected: --web SERVICE:PORT, as no template.yaml lies beside the file)")));
        if (!found.matches()) {
            throw CliException.of(
                    ExitCode.USAGE, "--web: '" + web.get() + "' (expected: SERVICE:PORT, such as proxy:8000)");
        }
        String path = health.map(text -> ", health: " + quoted(text)).orElse("");
        return "format: 1\nname: " + quoted(name) + "\nversion: " + quoted(version.orElse("1")) + "\nweb: {service: "
                + quoted(found.group(1)) + ", port: " + found.group(2) + path + "}\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
