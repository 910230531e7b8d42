package org.tenantry.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tenantry.common.json.Json;
import org.tenantry.common.secret.Secret;

/**
 * Which API to talk to, and as whom: {@code TENANTRY_URL} and {@code TENANTRY_TOKEN}, else what the gateway of this machine
 * left in {@code TENANTRY_HOME}. Read anew for every request, since a gateway that starts again may listen elsewhere.
 */
record Target(URI api, Secret token) {
    private static final String STANDARD = "http://127.0.0.1:8081";

    static Target of(Surroundings surroundings) {
        Path home = Path.of(surroundings.variable("TENANTRY_HOME").orElse(".tenantry"));
        String url = surroundings
                .variable("TENANTRY_URL")
                .or(() -> local(home.resolve("gateway").resolve("gateway.json")))
                .orElse(STANDARD);
        Secret token = surroundings
                .variable("TENANTRY_TOKEN")
                .or(() -> text(home.resolve("admin-token")))
                .map(Secret::of)
                .orElseThrow(() -> CliException.of(
                        ExitCode.USAGE,
                        "no token",
                        "set TENANTRY_TOKEN, or TENANTRY_HOME to the directory that holds admin-token"));
        return new Target(api(url), token);
    }

    private static URI api(String url) {
        try {
            URI uri = URI.create(url.strip().replaceAll("/+$", "").replaceAll("/api/v1$", ""));
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return URI.create(uri + "/api/v1");
            }
        } catch (IllegalArgumentException notOne) {
            // told below, like any other text that isn't one
        }
        throw CliException.of(
                ExitCode.USAGE, "TENANTRY_URL: '" + url + "' (expected: a URL such as http://127.0.0.1:8081)");
    }

    private static Optional<String> local(Path file) {
        return text(file).flatMap(json -> {
            try {
                JsonNode port = Json.open().readTree(json).path("apiPort");
                return port.isInt() ? Optional.of("http://127.0.0.1:" + port.intValue()) : Optional.empty();
            } catch (IOException halfWritten) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw CliException.of(
                    ExitCode.USAGE,
                    file + " cannot be read",
                    "it belongs to whoever started the gateway; run this as the same user");
        }
    }
}
