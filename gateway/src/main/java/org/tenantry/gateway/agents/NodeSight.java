package org.tenantry.gateway.agents;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.BootId;
import org.tenantry.common.protocol.Report;

/**
 * What one agent has reported, as far as it was heard without a gap. Immutable; equal reports in equal order give equal
 * sights on every gateway.
 *
 * @param complete whether a whole report of this boot was heard and nothing was missed since
 */
public record NodeSight(
        Optional<BootId> boot, long sequence, boolean complete, Map<InstanceId, InstanceReport> instances) {
    static final NodeSight NOTHING = new NodeSight(Optional.empty(), 0, false, Map.of());

    public NodeSight {
        instances = Map.copyOf(instances);
    }

    /** The sight after one more report. A gap is remembered in {@link #complete}; a report from before is ignored. */
    NodeSight after(Report report) {
        if (report.whole()) {
            Map<InstanceId, InstanceReport> all = new HashMap<>();
            report.instances().forEach(one -> all.put(one.instance(), one));
            return new NodeSight(Optional.of(report.boot()), report.sequence(), true, all);
        }
        boolean sameBoot = boot.filter(report.boot()::equals).isPresent();
        if (sameBoot && report.sequence() <= sequence) {
            return this;
        }
        if (!sameBoot || report.sequence() != sequence + 1) {
            return new NodeSight(boot, sequence, false, instances);
        }
        Map<InstanceId, InstanceReport> next = new HashMap<>(instances);
        report.instances().forEach(one -> next.put(one.instance(), one));
        return new NodeSight(boot, report.sequence(), complete, next);
    }

    /** Whether everything up to that report of that boot was heard. */
    boolean isUpTo(BootId other, long last) {
        return complete && sequence >= last && boot.filter(other::equals).isPresent();
    }
}
