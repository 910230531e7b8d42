package org.tenantry.common.protocol;

import java.util.List;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.BootId;

/**
 * What an agent observed, numbered within its boot.
 *
 * @param sequence one more than the last report's; a gap makes the gateway ask for the whole
 * @param whole whether these are all instances there are, so that others are forgotten
 */
public record Report(BootId boot, long sequence, boolean whole, List<InstanceReport> instances) {
    public Report {
        instances = List.copyOf(instances);
    }

    /** @param wholeWanted the gateway saw a gap or started: the next report must be whole */
    public record Receipt(boolean wholeWanted) {}
}
