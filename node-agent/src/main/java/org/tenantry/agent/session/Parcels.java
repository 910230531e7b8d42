package org.tenantry.agent.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.json.Json;

/**
 * Reports in portions that fit into a message. A whole one can't be divided, so log lines are left out of it where it would
 * be too long, and told afterwards as changes.
 */
final class Parcels {
    private static final int MOST_BYTES = 160 * 1024;

    private Parcels() {}

    /** One portion: everything there is, or changes. */
    record Parcel(boolean whole, List<InstanceReport> reports) {}

    static List<Parcel> whole(List<InstanceReport> all) {
        if (size(all) <= MOST_BYTES) {
            return List.of(new Parcel(true, all));
        }
        List<Parcel> parcels = new ArrayList<>();
        parcels.add(new Parcel(true, all.stream().map(Parcels::withoutLogs).toList()));
        parcels.addAll(changes(all.stream()
                .filter(report -> !withoutLogs(report).equals(report))
                .toList()));
        return parcels;
    }

    static List<Parcel> changes(List<InstanceReport> changed) {
        List<Parcel> parcels = new ArrayList<>();
        List<InstanceReport> next = new ArrayList<>();
        int bytes = 0;
        for (InstanceReport report : changed) {
            int more = size(List.of(report));
            if (!next.isEmpty() && bytes + more > MOST_BYTES) {
                parcels.add(new Parcel(false, List.copyOf(next)));
                next.clear();
                bytes = 0;
            }
            next.add(more > MOST_BYTES ? withoutLogs(report) : report);
            bytes += more;
        }
        if (!next.isEmpty()) {
            parcels.add(new Parcel(false, next));
        }
        return parcels;
    }

    private static int size(List<InstanceReport> reports) {
        return Json.write(Json.sealed(), reports).getBytes(StandardCharsets.UTF_8).length;
    }

    private static InstanceReport withoutLogs(InstanceReport report) {
        return new InstanceReport(
                report.instance(),
                report.term(),
                report.version(),
                report.gone(),
                report.replicas().stream()
                        .map(replica ->
                                new ReplicaReport(replica.replica(), withoutLog(replica.state()), replica.endpoint()))
                        .toList());
    }

    private static ReplicaState withoutLog(ReplicaState state) {
        return switch (state) {
            case ReplicaState.Unhealthy(var revision, var since, Failure failure) ->
                new ReplicaState.Unhealthy(revision, since, failure.withoutLog());
            case ReplicaState.Crashed(var revision, int restarts, Failure failure) ->
                new ReplicaState.Crashed(revision, restarts, failure.withoutLog());
            case ReplicaState.Failed(Failure failure) -> new ReplicaState.Failed(failure.withoutLog());
            case ReplicaState.Absent absent -> state;
            case ReplicaState.Waiting waiting -> state;
            case ReplicaState.Starting starting -> state;
            case ReplicaState.Ready ready -> state;
            case ReplicaState.Done done -> state;
            case ReplicaState.Stopped stopped -> state;
        };
    }
}
