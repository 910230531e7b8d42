package org.tenantry.common.protocol;

import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.Term;

/**
 * One instance of which an agent has anything: an assignment, a container, a network or a volume.
 *
 * @param term of its assignment; {@link Term#NONE} where there are only leftovers
 * @param version of its assignment; 0 where there are only leftovers
 */
public record Held(InstanceId instance, Term term, long version) {}
