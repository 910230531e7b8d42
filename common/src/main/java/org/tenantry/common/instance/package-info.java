/**
 * The words for what runs: instances, their services, replicas and what was seen of them. Pure; knows only words and {@code error}.
 */
@NullMarked
package org.tenantry.common.instance;

import org.jspecify.annotations.NullMarked;
