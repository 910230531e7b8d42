/**
 * What every change leaves behind in its own transaction: who did it, and the answer that repetitions of the request get.
 * Knows {@code store}, {@code access} and {@code paging}.
 */
@NullMarked
package org.tenantry.gateway.audit;

import org.jspecify.annotations.NullMarked;
