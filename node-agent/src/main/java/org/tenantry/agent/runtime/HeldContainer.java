package org.tenantry.agent.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Revision;

/**
 * A container of ours.
 *
 * @param id the engine's
 * @param name the engine's, for people; nothing is matched by it
 * @param addresses its IPv4 address by the engine's id of the network; filled while it runs
 */
public record HeldContainer(
        String id,
        String name,
        Owner owner,
        ReplicaKey replica,
        Revision revision,
        ContainerState state,
        Map<String, String> addresses) {

    public HeldContainer {
        addresses = new TreeMap<>(addresses);
    }

    /** Where it answers in that network. */
    public Optional<String> address(HeldNetwork network) {
        return Optional.ofNullable(addresses.get(network.id()));
    }
}
