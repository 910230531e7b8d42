/**
 * The words for servers and for the terms in which decisions about them were made. Pure; knows nobody.
 */
@NullMarked
package org.tenantry.common.node;

import org.jspecify.annotations.NullMarked;
