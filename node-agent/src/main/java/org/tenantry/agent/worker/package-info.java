/**
 * Brings each instance on this node to what was ordered of it: {@link org.tenantry.agent.worker.NextStep} decides purely,
 * one {@link org.tenantry.agent.worker.InstanceWorker} per instance acts on virtual threads. Knows the words, the runtime,
 * health, network, the firewall, home, and of the session only what it is asked by.
 */
@NullMarked
package org.tenantry.agent.worker;

import org.jspecify.annotations.NullMarked;
