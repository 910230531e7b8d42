/**
 * Templates: reads {@code template.yaml} and the Compose file beside it, explains every key, and renders both into the
 * services of one instance with their revisions. All of that is pure and knows {@code common} words, {@code source} and
 * {@code compose}; only {@link Templates}, the use cases, knows {@code store}, {@code audit} and {@code access}.
 */
@NullMarked
package org.tenantry.gateway.templates;

import org.jspecify.annotations.NullMarked;
