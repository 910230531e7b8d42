/**
 * What the edge answers by itself: pages for people, problems for programs. Knows nobody but Netty's words of HTTP.
 */
@NullMarked
package org.tenantry.gateway.edge.page;

import org.jspecify.annotations.NullMarked;
