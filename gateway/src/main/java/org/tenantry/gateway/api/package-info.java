/**
 * The admin API: HTTP on one side, use cases on the other. Nobody imports it, and it never touches the store. Event loops
 * only carry bytes; use cases run on virtual threads.
 */
@NullMarked
package org.tenantry.gateway.api;

import org.jspecify.annotations.NullMarked;
