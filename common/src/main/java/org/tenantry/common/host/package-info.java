/**
 * The one canonicaliser for hosts: the most security-critical function of the system. Pure; knows nobody.
 */
@NullMarked
package org.tenantry.common.host;

import org.jspecify.annotations.NullMarked;
