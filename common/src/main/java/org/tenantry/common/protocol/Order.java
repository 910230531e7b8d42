package org.tenantry.common.protocol;

import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.node.Term;

/**
 * The verdict on one instance at one node.
 *
 * @param term the term of the placement that the verdict rests on
 * @param version the instance's version in the store; a newer one than the agent has is fetched
 */
public record Order(InstanceId instance, Term term, long version, Verdict verdict) {}
