/**
 * How much of the edge somebody may use: connections and requests at once, and how fast they may come. Knows numbers and
 * addresses, nothing of HTTP.
 */
@NullMarked
package org.tenantry.gateway.edge.admission;

import org.jspecify.annotations.NullMarked;
