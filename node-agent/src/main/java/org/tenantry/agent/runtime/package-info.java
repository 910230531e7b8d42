/**
 * The agent's whole outside world as one interface, {@link org.tenantry.agent.runtime.Runtime}, and what it tells and is
 * told. Pure; knows the words and subnets, and no container engine: that is {@code runtime.docker}'s.
 */
@NullMarked
package org.tenantry.agent.runtime;

import org.jspecify.annotations.NullMarked;
