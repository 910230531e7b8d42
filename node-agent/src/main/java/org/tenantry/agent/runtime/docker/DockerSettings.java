package org.tenantry.agent.runtime.docker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.tenantry.agent.runtime.Bounds;

/**
 * How to reach the engine and how long to wait for it.
 *
 * @param engine its socket, such as {@code unix:///var/run/docker.sock}
 * @param logins the directory of a Docker {@code config.json} whose registry logins pulls use; need not exist
 * @param callTimeout how long one call may take at most; stopping may take its grace longer
 * @param pullStall how long a pull may show no progress
 * @param bounds what bounds containers beyond what their services name
 */
public record DockerSettings(URI engine, Path logins, Duration callTimeout, Duration pullStall, Bounds bounds) {
    /** The usual waits and bounds, for an engine at that socket. */
    public static DockerSettings at(URI engine, Path logins) {
        return at(engine, logins, Bounds.usual());
    }

    /** The usual waits, for an engine at that socket. */
    public static DockerSettings at(URI engine, Path logins, Bounds bounds) {
        return new DockerSettings(engine, logins, Duration.ofSeconds(60), Duration.ofMinutes(2), bounds);
    }
}
