package org.tenantry.agent.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * The packet filter by the program {@code nft}, run anew for each call: a table of the family {@code inet} in the network
 * namespace of this process.
 */
public final class Nft implements PacketFilter {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST = 1 << 24;
    private static final int LONGEST_REASON = 300;

    /** Where programs for administrators lie; a user's own path may leave them out. */
    private static final List<String> ALSO = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    private final String path;

    /** @param path directories in which to look for the program, as {@code PATH} has them */
    public Nft(String path) {
        this.path = path;
    }

    @Override
    public void replace(String table, String inside) {
        changed(emptied(table) + "table inet " + table + " {\n" + inside + "}\n");
    }

    @Override
    public Optional<String> listing(String table) {
        Said said = run(List.of("-n", "list", "table", "inet", table), "");
        if (said.exit() != 0 && said.text().contains("No such file or directory")) {
            return Optional.empty();
        }
        return Optional.of(said.successful());
    }

    @Override
    public void remove(String table) {
        changed(emptied(table));
    }

    /** Nothing can be deleted that isn't there, so it is made first. */
    private static String emptied(String table) {
        return "table inet " + table + "\ndelete table inet " + table + "\n";
    }

    private void changed(String commands) {
        run(List.of("-f", "-"), commands).successful();
    }

    private record Said(int exit, String text) {
        String successful() {
            if (exit != 0) {
                throw failed(text.strip());
            }
            return text;
        }
    }

    private Said run(List<String> words, String input) {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(program()), words.stream()).toList())
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            try {
                return said(process, input);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was interrupted");
        }
    }

    private static Said said(Process process, String input) throws IOException, InterruptedException {
        Thread.ofVirtual().start(() -> endLater(process));
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    ? new Said(process.exitValue(), text)
                    : new Said(-1, "it took more than " + PATIENCE.toSeconds() + " s");
        }
    }

    private static void endLater(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String program() {
        return Stream.concat(Stream.of(path.split(":")), ALSO.stream())
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, "nft"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> failed("the program nft is missing (Debian: apt-get install nftables)"));
    }

    private static TenantryException failed(String reason) {
        String brief = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + " …";
        return TenantryException.of(ErrorCode.UNAVAILABLE, "the firewall cannot be set: " + brief);
    }
}
