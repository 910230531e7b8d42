/**
 * Typed calls and topics on the event bus, in the envelope. Knows the protocol, JSON and Vert.x.
 */
@NullMarked
package org.tenantry.common.bus;

import org.jspecify.annotations.NullMarked;
