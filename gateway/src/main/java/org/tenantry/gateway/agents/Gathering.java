package org.tenantry.gateway.agents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.BootId;
import org.tenantry.common.protocol.Report;

/** The parts of one whole report, as far as they were heard, in any order. Immutable. */
record Gathering(BootId boot, long sequence, int of, Map<Integer, List<InstanceReport>> parts) {
    Gathering {
        parts = Map.copyOf(parts);
    }

    /** Where that report's whole begins. */
    static Gathering of(Report report, Report.Part part) {
        return new Gathering(report.boot(), report.sequence(), part.of(), Map.of());
    }

    /** With one part more; a part of a later whole begins anew, one of an earlier whole is ignored. */
    Gathering plus(Report report, Report.Part part) {
        boolean same = boot.equals(report.boot());
        if (same && report.sequence() < sequence) {
            return this;
        }
        boolean one = same && report.sequence() == sequence && part.of() == of;
        Map<Integer, List<InstanceReport>> more = one ? new TreeMap<>(parts) : new TreeMap<>();
        more.put(part.number(), report.instances());
        return new Gathering(report.boot(), report.sequence(), part.of(), more);
    }

    boolean isWhole() {
        return parts.size() == of;
    }

    Map<InstanceId, InstanceReport> instances() {
        Map<InstanceId, InstanceReport> all = new HashMap<>();
        parts.values().forEach(part -> part.forEach(one -> all.put(one.instance(), one)));
        return all;
    }
}
