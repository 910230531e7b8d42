package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.common.instance.HealthCheck;

/** Reads what an image says of itself. Pure. */
final class ImageReading {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int RETRIES = 3;

    private ImageReading() {}

    static ImageFacts of(InspectImageResponse image) {
        Optional<ContainerConfig> config = Optional.ofNullable(image.getConfig());
        return new ImageFacts(
                Objects.requireNonNull(image.getId(), "the engine tells no image id"),
                digest(image),
                config.map(ContainerConfig::getVolumes)
                        .map(volumes -> List.copyOf(volumes.keySet()))
                        .orElse(List.of()),
                config.map(ContainerConfig::getHealthcheck).flatMap(ImageReading::health),
                config.map(ContainerConfig::getUser).filter(user -> !user.isEmpty()),
                config.map(ContainerConfig::getExposedPorts)
                        .map(ImageReading::tcp)
                        .orElse(List.of()));
    }

    private static Optional<String> digest(InspectImageResponse image) {
        List<String> digests = image.getRepoDigests() == null ? List.of() : image.getRepoDigests();
        return digests.stream().map(ImageReading::afterAt).findFirst();
    }

    private static String afterAt(String name) {
        return name.substring(name.indexOf('@') + 1);
    }

    private static List<Integer> tcp(ExposedPort[] ports) {
        return Arrays.stream(ports)
                .filter(port -> port.getProtocol() == InternetProtocol.TCP)
                .map(ExposedPort::getPort)
                .toList();
    }

    /** Docker's own defaults for what the image leaves out. */
    private static Optional<HealthCheck> health(com.github.dockerjava.api.model.HealthCheck declared) {
        return probe(declared.getTest())
                .map(probe -> new HealthCheck(
                        probe,
                        nanos(declared.getInterval(), INTERVAL),
                        nanos(declared.getTimeout(), TIMEOUT),
                        declared.getRetries() == null || declared.getRetries() == 0 ? RETRIES : declared.getRetries(),
                        nanos(declared.getStartPeriod(), Duration.ZERO)));
    }

    private static Optional<HealthCheck.Probe> probe(@Nullable List<String> test) {
        if (test == null || test.isEmpty()) {
            return Optional.empty();
        }
        List<String> rest = test.subList(1, test.size());
        return switch (test.getFirst()) {
            case "CMD" -> Optional.of(new HealthCheck.Probe.Command(rest));
            case "CMD-SHELL" ->
                Optional.of(new HealthCheck.Probe.Command(List.of("/bin/sh", "-c", String.join(" ", rest))));
            case "NONE" -> Optional.of(new HealthCheck.Probe.Alive());
            default -> Optional.empty();
        };
    }

    private static Duration nanos(@Nullable Long nanos, Duration otherwise) {
        return nanos == null || nanos == 0 ? otherwise : Duration.ofNanos(nanos);
    }
}
