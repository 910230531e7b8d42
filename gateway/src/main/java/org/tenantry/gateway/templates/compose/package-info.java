/**
 * What a Compose file says: its keys by the Compose Specification, each used, ignored or refused, and variables put into
 * its values. Pure; knows {@code common} words and {@code source}.
 */
@NullMarked
package org.tenantry.gateway.templates.compose;

import org.jspecify.annotations.NullMarked;
