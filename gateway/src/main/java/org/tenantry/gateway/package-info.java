/**
 * The gateway: the edge that stands before the instances and the control plane that decides which server runs what. This
 * package is the composition root and knows every other of the gateway.
 */
@NullMarked
package org.tenantry.gateway;

import org.jspecify.annotations.NullMarked;
