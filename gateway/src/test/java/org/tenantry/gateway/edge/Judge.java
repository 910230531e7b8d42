package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that others wrote to judge a protocol; {@code scripts/conformance} installs it. */
final class Judge {
    private Judge() {}

    /** Where such a program lies, as the build was told. */
    static Path given(String property) {
        String path = System.getProperty(property);
        assertThat(path).as(property + ": scripts/conformance brings it").isNotNull();
        return Path.of(path);
    }

    /** Runs it to its end in a directory, where {@code output} is what it says; the code that it ends with. */
    static int run(Duration bound, Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process run = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = run.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended).as("ended in time: " + Files.readString(output)).isTrue();
            return run.exitValue();
        } finally {
            run.destroyForcibly();
        }
    }
}
