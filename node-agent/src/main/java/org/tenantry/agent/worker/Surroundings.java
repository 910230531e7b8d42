package org.tenantry.agent.worker;

import java.time.InstantSource;
import java.util.function.Consumer;
import org.tenantry.agent.home.Home;
import org.tenantry.agent.network.AddressBook;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.NodeId;

/**
 * What the workers live in.
 *
 * @param startsAtOnce how many containers are made or started at the same time
 * @param addresses what networks are made of
 * @param reports told whenever what is to be said of an instance changed; must be quick
 * @param retiring waits until nobody needs a container any more
 */
public record Surroundings(
        NodeId node,
        Runtime runtime,
        int startsAtOnce,
        Home home,
        AddressBook addresses,
        InstantSource clock,
        Alarm alarm,
        Consumer<InstanceReport> reports,
        Retiring retiring) {}
