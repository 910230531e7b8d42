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
 * @param gathering a whole report of which parts are missing; none of it counts yet
 */
public record NodeSight(
        Optional<BootId> boot,
        long sequence,
        boolean complete,
        Map<InstanceId, InstanceReport> instances,
        Optional<Gathering> gathering) {
    static final NodeSight NOTHING = new NodeSight(Optional.empty(), 0, false, Map.of(), Optional.empty());

    public NodeSight {
        instances = Map.copyOf(instances);
    }

    /** The sight after one more report. A gap is remembered in {@link #complete}; a report from before is ignored. */
    NodeSight after(Report report) {
        boolean known = boot.filter(report.boot()::equals).isPresent()
                && (report.sequence() < sequence
                        || report.sequence() == sequence
                                && (complete || report.part().isEmpty()));
        if (known) {
            return this;
        }
        return report.part().map(part -> gathered(report, part)).orElseGet(() -> changed(report));
    }

    /** Whether everything up to that report of that boot was heard, or is just being heard again as a whole. */
    boolean isUpTo(BootId other, long last) {
        boolean heard =
                complete && sequence >= last && boot.filter(other::equals).isPresent();
        return heard
                || gathering
                        .filter(parts -> parts.boot().equals(other) && parts.sequence() > last)
                        .isPresent();
    }

    /** Whether nothing has to be asked for: all was heard, or the parts heard so far are all that were sent. */
    boolean follows() {
        return complete || gathering.isPresent();
    }

    private NodeSight gathered(Report report, Report.Part part) {
        Gathering parts = gathering.orElseGet(() -> Gathering.of(report, part)).plus(report, part);
        if (!parts.isWhole()) {
            return new NodeSight(boot, sequence, complete, instances, Optional.of(parts));
        }
        return new NodeSight(Optional.of(parts.boot()), parts.sequence(), true, parts.instances(), Optional.empty());
    }

    private NodeSight changed(Report report) {
        boolean next = boot.filter(report.boot()::equals).isPresent() && report.sequence() == sequence + 1;
        if (!next) {
            return new NodeSight(boot, sequence, false, instances, Optional.empty());
        }
        Map<InstanceId, InstanceReport> all = new HashMap<>(instances);
        report.instances().forEach(one -> all.put(one.instance(), one));
        return new NodeSight(boot, report.sequence(), complete, all, Optional.empty());
    }
}
