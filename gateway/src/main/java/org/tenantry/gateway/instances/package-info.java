/**
 * Use cases of instances: what is wanted of them, and what is seen of them. Knows {@code store}, {@code templates}, {@code
 * operations}, {@code audit} and {@code access}; what agents see and streams of bytes are handed in.
 */
@NullMarked
package org.tenantry.gateway.instances;

import org.jspecify.annotations.NullMarked;
