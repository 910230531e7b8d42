/**
 * The gateway: edge and control plane, put together here and nowhere else.
 */
@NullMarked
package org.tenantry.gateway;

import org.jspecify.annotations.NullMarked;
