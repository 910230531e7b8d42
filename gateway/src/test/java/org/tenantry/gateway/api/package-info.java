/** Tests of the admin API over real HTTP with a real store, and the world that they and the command line's share. */
@NullMarked
package org.tenantry.gateway.api;

import org.jspecify.annotations.NullMarked;
