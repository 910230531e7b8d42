package org.tenantry.agent.session;

import java.util.function.Supplier;
import org.tenantry.agent.home.Identity;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.NodeFacts;
import org.tenantry.common.protocol.Registration.RelayAddress;

/** What an agent says of itself at each registering. */
public record Speaker(Identity identity, BootId boot, Supplier<NodeFacts> facts, Supplier<RelayAddress> relay) {}
