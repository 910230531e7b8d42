/**
 * Templates: reads {@code template.yaml} and the Compose file beside it, explains every key, and renders both into the
 * services of one instance with their revisions. Pure; knows {@code common} words, {@code source} and {@code compose}.
 */
@NullMarked
package org.tenantry.gateway.templates;

import org.jspecify.annotations.NullMarked;
