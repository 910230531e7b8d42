/**
 * Who may do what: principals, permissions and the one policy function. Pure; knows only words of {@code common}.
 */
@NullMarked
package org.tenantry.gateway.access;

import org.jspecify.annotations.NullMarked;
