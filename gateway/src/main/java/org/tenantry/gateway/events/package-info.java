/**
 * The change feed as people may follow it. Knows {@code store} and {@code access}.
 */
@NullMarked
package org.tenantry.gateway.events;

import org.jspecify.annotations.NullMarked;
