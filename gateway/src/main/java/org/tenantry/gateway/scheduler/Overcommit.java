package org.tenantry.gateway.scheduler;

/**
 * How many times over a node's memory and cores may be promised: limits are seldom reached together.
 *
 * @param memory a factor from 1
 * @param cores a factor from 1
 */
public record Overcommit(double memory, double cores) {
    /** Twice the memory, and cores a hundred times: a limit of cores is what one may use alone, not what it uses. */
    public static final Overcommit DEFAULT = new Overcommit(2, 100);
}
