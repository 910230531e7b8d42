package org.tenantry.agent;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tenantry.agent.firewall.PacketFilter;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.node.ClusterId;

/**
 * What an agent is given from outside, so that several live in one process in tests.
 *
 * @param runtimes one cluster's share of the container engine
 * @param hostSubnets what the machine's interfaces and routes use now
 * @param filter the machine's packet filter; none where containers may reach whatever they can
 * @param resolvers the machine's name servers
 */
public record World(
        Function<ClusterId, Runtime> runtimes,
        Supplier<? extends Collection<Subnet>> hostSubnets,
        Optional<PacketFilter> filter,
        Supplier<Set<Subnet>> resolvers,
        InstantSource clock,
        SecureRandom random) {}
