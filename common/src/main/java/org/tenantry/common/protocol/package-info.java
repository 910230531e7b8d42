/**
 * What gateways and agents say to each other: the envelope, its versions and the messages. Pure; knows the words and {@code json}.
 */
@NullMarked
package org.tenantry.common.protocol;

import org.jspecify.annotations.NullMarked;
