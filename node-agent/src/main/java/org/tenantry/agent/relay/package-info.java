/**
 * The agent's one listening port: the way into containers for every stream of bytes. Knows {@code runtime}.
 */
@NullMarked
package org.tenantry.agent.relay;

import org.jspecify.annotations.NullMarked;
