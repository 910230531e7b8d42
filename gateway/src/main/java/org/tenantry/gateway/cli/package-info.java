/**
 * The command line {@code tenantry}: a client of the admin API and nothing else. Nobody imports it; it knows words of {@code
 * common} only.
 */
@NullMarked
package org.tenantry.gateway.cli;

import org.jspecify.annotations.NullMarked;
