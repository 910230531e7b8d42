package org.tenantry.agent.worker;

import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tenantry.agent.home.Home;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.NodeId;

/**
 * What the workers live in.
 *
 * @param addresses what networks are made of
 * @param reports told whenever what is to be said of an instance changed; must be quick
 */
public record Surroundings(
        NodeId node,
        Runtime runtime,
        Home home,
        Addresses addresses,
        InstantSource clock,
        Alarm alarm,
        Consumer<InstanceReport> reports) {

    /**
     * @param free a block of addresses beside those that are used; throws where there is none
     * @param devices names of bridges that were never used
     */
    public record Addresses(Function<Collection<Subnet>, Subnet> free, Supplier<String> devices) {}
}
