/**
 * The whole system: real processes, real Docker, one class per failure. It knows the programs by their main classes, their
 * files, their ports and the engine's labels alone, as an administrator does.
 */
@NullMarked
package org.tenantry.gateway.system;

import org.jspecify.annotations.NullMarked;
