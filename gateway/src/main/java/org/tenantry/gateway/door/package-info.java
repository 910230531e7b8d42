/**
 * What stands at a port of the control plane and bounds who comes in. Knows nobody; the edge has bounds of its own.
 */
@NullMarked
package org.tenantry.gateway.door;

import org.jspecify.annotations.NullMarked;
