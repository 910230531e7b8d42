package org.tenantry.common.instance;

import java.time.Duration;
import java.util.List;

/**
 * How the agent finds out whether a replica works. It asks early and often while a replica starts, then once per interval;
 * so many failures in a row make it unhealthy, those within the start period not counted.
 */
public record HealthCheck(Probe probe, Duration interval, Duration timeout, int retries, Duration startPeriod) {

    /** One way of asking. */
    public sealed interface Probe {
        /** Runs a command in the container; 0 is well. */
        record Command(List<String> arguments) implements Probe {
            public Command {
                arguments = List.copyOf(arguments);
            }
        }

        /** Asks over HTTP; below 400 is well. */
        record Http(int port, String path) implements Probe {}

        /** Opens a connection. */
        record Tcp(int port) implements Probe {}

        /** What the image declares, else whether the process runs. */
        record Image() implements Probe {}

        /** Whether the process runs, whatever the image declares. */
        record Alive() implements Probe {}
    }
}
