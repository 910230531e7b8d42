/** Tests of the command line against a real admin API. */
@NullMarked
package org.tenantry.gateway.cli;

import org.jspecify.annotations.NullMarked;
