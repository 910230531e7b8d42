/**
 * Decides which node an instance is placed on, and says why not of every other. Pure; knows only words.
 */
@NullMarked
package org.tenantry.gateway.scheduler;

import org.jspecify.annotations.NullMarked;
