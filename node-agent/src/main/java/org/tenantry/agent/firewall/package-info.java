/**
 * What may pass between containers and everything else. The agent owns one table of nftables for its cluster, {@code inet
 * tenantry_c_…}, whose chains come before those of everybody else: a packet that is dropped there is gone, one that passes is
 * still judged by the engine's own rules and the administrator's.
 *
 * <p>A table of its own, and not chains within iptables: one transaction replaces the whole of it, IPv4 and IPv6 together;
 * nobody who reloads another firewall, nor the engine, which owns its {@code DOCKER-…} chains and writes them anew at its
 * start, touches it; sets keep the number of rules the same for one instance and for a thousand; and removing it removes
 * exactly what was ours. Engines that speak iptables or nftables themselves go on beside it.
 *
 * <p>Decides purely ({@link org.tenantry.agent.firewall.Ruleset}), acts on virtual threads through
 * {@link org.tenantry.agent.firewall.PacketFilter}. Knows the words, the runtime's and the network's.
 */
@NullMarked
package org.tenantry.agent.firewall;

import org.jspecify.annotations.NullMarked;
