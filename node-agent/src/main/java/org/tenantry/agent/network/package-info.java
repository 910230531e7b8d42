/**
 * Which addresses and bridge devices the networks of instances get. Pure except {@code HostAddresses}, which reads the
 * machine's routes and interfaces. Knows the words and nobody else.
 */
@NullMarked
package org.tenantry.agent.network;

import org.jspecify.annotations.NullMarked;
