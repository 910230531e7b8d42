/**
 * The access log: one line of JSON per request, never in the way of one. Knows nobody.
 */
@NullMarked
package org.tenantry.gateway.edge.log;

import org.jspecify.annotations.NullMarked;
