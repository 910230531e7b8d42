/**
 * Everything between this gateway and the agents: enrolment, the bridge, sessions, verdicts, what they observed, and the way to their relays. Knows {@code instances} and {@code store}.
 */
@NullMarked
package org.tenantry.gateway.agents;

import org.jspecify.annotations.NullMarked;
