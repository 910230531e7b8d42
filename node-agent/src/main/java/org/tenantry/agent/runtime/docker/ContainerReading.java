package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    /** Whether it was made and not started yet, as far as the engine's list knows. */
    static boolean neverRan(Container listed) {
        return "created".equals(listed.getState());
    }

    /** What the engine's list tells of a container that never ran. */
    static HeldContainer of(Container listed, Labels.Decoded labels) {
        String[] names = Objects.requireNonNullElse(listed.getNames(), new String[0]);
        return new HeldContainer(
                listed.getId(),
                names.length == 0 ? listed.getId() : names[0].replaceFirst("^/", ""),
                labels.owner(),
                labels.replica(),
                labels.revision(),
                created(attached(listed), labels),
                Map.of());
    }

    private static Set<String> attached(Container listed) {
        return listed.getNetworkSettings() == null
                        || listed.getNetworkSettings().getNetworks() == null
                ? Set.of()
                : listed.getNetworkSettings().getNetworks().keySet();
    }

    /** The engine's names of the networks that it is attached to. */
    static List<String> attached(InspectContainerResponse seen) {
        return List.copyOf(networks(seen).keySet());
    }

    private static ContainerState state(InspectContainerResponse seen, Labels.Decoded labels) {
        InspectContainerResponse.ContainerState state = seen.getState();
        return switch (String.valueOf(state.getStatus())) {
            case "created" -> created(networks(seen).keySet(), labels);
            case "running", "restarting" -> new ContainerState.Running(instant(state.getStartedAt()));
            case "paused" -> new ContainerState.Paused(instant(state.getStartedAt()));
            case "exited" -> exited(state);
            // "dead" and "removing"; and whatever an engine of tomorrow invents is nothing to work with either.
            default -> new ContainerState.Dead();
        };
    }

    /** A start that the engine refused leaves it created, with the exit code of what did not begin. */
    private static ContainerState created(Set<String> attached, Labels.Decoded labels) {
        return attached.containsAll(labels.networks()) ? new ContainerState.Created() : new ContainerState.Unfinished();
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
