/**
 * Lists in pages. Pure; knows only {@code error}.
 */
@NullMarked
package org.tenantry.gateway.paging;

import org.jspecify.annotations.NullMarked;
