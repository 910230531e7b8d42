/**
 * Figures that event loops write and others read: no lock and no allocation for whoever writes, sums for whoever reads. Knows
 * nobody.
 */
@NullMarked
package org.tenantry.gateway.edge.figures;

import org.jspecify.annotations.NullMarked;
