/**
 * What the edge answers by itself: pages for people, problems for programs. Knows nobody.
 */
@NullMarked
package org.tenantry.gateway.edge.page;

import org.jspecify.annotations.NullMarked;
