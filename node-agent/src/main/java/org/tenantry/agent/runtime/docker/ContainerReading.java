package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tenantry.agent.runtime.ContainerState;
import org.tenantry.agent.runtime.HeldContainer;

/** Reads what the engine tells of a container. Pure. */
final class ContainerReading {
    private ContainerReading() {}

    static HeldContainer of(InspectContainerResponse seen, Labels.Decoded labels) {
        return new HeldContainer(
                seen.getId(),
                seen.getName().replaceFirst("^/", ""),
                labels.owner(),
                labels.replica(),
                labels.revision(),
                state(seen, labels),
                addresses(seen));
    }

    /** The engine's names of the networks that it is attached to. */
    static List<String> attached(InspectContainerResponse seen) {
        return List.copyOf(networks(seen).keySet());
    }

    private static ContainerState state(InspectContainerResponse seen, Labels.Decoded labels) {
        InspectContainerResponse.ContainerState state = seen.getState();
        return switch (String.valueOf(state.getStatus())) {
            case "created" -> created(seen, labels);
            case "running", "restarting" -> new ContainerState.Running(instant(state.getStartedAt()));
            case "paused" -> new ContainerState.Paused(instant(state.getStartedAt()));
            case "exited" -> exited(state);
            // "dead" and "removing"; and whatever an engine of tomorrow invents is nothing to work with either.
            default -> new ContainerState.Dead();
        };
    }

    /** A start that the engine refused leaves it created, with the exit code of what did not begin. */
    private static ContainerState created(InspectContainerResponse seen, Labels.Decoded labels) {
        return networks(seen).keySet().containsAll(labels.networks())
                ? new ContainerState.Created()
                : new ContainerState.Unfinished();
    }

    private static ContainerState exited(InspectContainerResponse.ContainerState state) {
        int code = Math.toIntExact(Objects.requireNonNullElse(state.getExitCodeLong(), 0L));
        return new ContainerState.Exited(
                code, instant(state.getFinishedAt()), Boolean.TRUE.equals(state.getOOMKilled()));
    }

    private static Map<String, String> addresses(InspectContainerResponse seen) {
        Map<String, String> addresses = new TreeMap<>();
        for (ContainerNetwork network : networks(seen).values()) {
            String address = Objects.requireNonNullElse(network.getIpAddress(), "");
            if (!address.isEmpty()) {
                addresses.put(network.getNetworkID(), address);
            }
        }
        return addresses;
    }

    private static Map<String, ContainerNetwork> networks(InspectContainerResponse seen) {
        return seen.getNetworkSettings() == null || seen.getNetworkSettings().getNetworks() == null
                ? Map.of()
                : seen.getNetworkSettings().getNetworks();
    }

    private static Instant instant(@Nullable String text) {
        return Instant.parse(Objects.requireNonNull(text, "the engine tells no time"));
    }
}
