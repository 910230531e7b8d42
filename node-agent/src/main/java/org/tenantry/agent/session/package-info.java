/**
 * The agent's line to its gateway: enrolling, sessions, beats, reports and orders. Knows the words, the protocol, the bus,
 * home, and what the agent holds as {@link org.tenantry.agent.session.Holdings}; no engine and no worker.
 */
@NullMarked
package org.tenantry.agent.session;

import org.jspecify.annotations.NullMarked;
