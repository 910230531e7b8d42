package org.tenantry.common.protocol;

import org.tenantry.common.instance.InstanceId;

/**
 * An agent asks for a piece of a file that an assignment refers to. It is refused for an instance that isn't placed on the
 * node, and for a file that the instance doesn't use now.
 *
 * @param offset the first byte that is wanted
 */
public record FileRequest(InstanceId instance, String digest, int offset) {}
