package org.tenantry.common.protocol;

import org.tenantry.common.node.BootId;

/**
 * An agent is alive, and both sides compare what they believe.
 *
 * @param sequence the last report's
 * @param orders the digest of the verdicts that the agent follows
 */
public record Beat(BootId boot, long sequence, String orders) {
    /**
     * @param wholeWanted reports were lost: send all
     * @param ordersWanted the verdicts changed: ask for them
     */
    public record Heard(boolean wholeWanted, boolean ordersWanted) {}
}
