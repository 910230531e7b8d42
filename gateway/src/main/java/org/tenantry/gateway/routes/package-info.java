/**
 * Turns hosts as desired and endpoints as reported into the edge's routes. Knows {@code instances}, {@code agents} and
 * {@code edge}; the edge knows nothing of it.
 */
@NullMarked
package org.tenantry.gateway.routes;

import org.jspecify.annotations.NullMarked;
