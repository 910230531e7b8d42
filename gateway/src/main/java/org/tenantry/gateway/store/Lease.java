package org.tenantry.gateway.store;

import java.time.Duration;
import org.tenantry.common.node.Term;

/**
 * The right to decide for the cluster, for a while.
 *
 * @param holder the gateway that has it
 * @param term the reign; a new holder's is higher
 * @param remaining how long it lasts, counted by the database's clock from the answer; only ever shorter in truth
 */
public record Lease(String holder, Term term, Duration remaining) {}
