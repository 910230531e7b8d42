package org.tenantry.common.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.json.Json;

/**
 * Reports in portions that fit into a message, in their order. One instance can't be divided: where it is too long by itself,
 * its log lines are left out and its reasons shortened, and an instance has no more replicas than fit then.
 */
public final class Portions {
    /** How many replicas of one instance can be told of in one message, whatever state they are in. */
    public static final int MOST_REPLICAS = 400;

    private static final int MOST_BYTES = 160 * 1024;
    private static final int LONGEST_REASON = 100;

    private Portions() {}

    /** None where there is nothing to say. */
    public static List<List<InstanceReport>> of(List<InstanceReport> reports) {
        List<List<InstanceReport>> portions = new ArrayList<>();
        List<InstanceReport> next = new ArrayList<>();
        int bytes = 0;
        for (InstanceReport report : reports) {
            int more = size(report);
            if (!next.isEmpty() && bytes + more > MOST_BYTES) {
                portions.add(List.copyOf(next));
                next.clear();
                bytes = 0;
            }
            next.add(more > MOST_BYTES ? shortened(report) : report);
            bytes += more;
        }
        if (!next.isEmpty()) {
            portions.add(List.copyOf(next));
        }
        return portions;
    }

    private static int size(InstanceReport report) {
        return Json.write(Json.sealed(), report).getBytes(StandardCharsets.UTF_8).length;
    }

    private static InstanceReport shortened(InstanceReport report) {
        return new InstanceReport(
                report.instance(),
                report.term(),
                report.version(),
                report.gone(),
                report.replicas().stream()
                        .map(replica ->
                                new ReplicaReport(replica.replica(), shortened(replica.state()), replica.endpoint()))
                        .toList());
    }

    private static ReplicaState shortened(ReplicaState state) {
        return switch (state) {
            case ReplicaState.Unhealthy(var revision, var since, Failure failure) ->
                new ReplicaState.Unhealthy(revision, since, shortened(failure));
            case ReplicaState.Crashed(var revision, int restarts, Failure failure) ->
                new ReplicaState.Crashed(revision, restarts, shortened(failure));
            case ReplicaState.Failed(Failure failure) -> new ReplicaState.Failed(shortened(failure));
            case ReplicaState.Absent absent -> state;
            case ReplicaState.Waiting(String reason) -> new ReplicaState.Waiting(shortened(reason));
            case ReplicaState.Starting starting -> state;
            case ReplicaState.Ready ready -> state;
            case ReplicaState.Done done -> state;
            case ReplicaState.Stopped stopped -> state;
        };
    }

    private static Failure shortened(Failure failure) {
        return new Failure(shortened(failure.reason()), failure.exitCode(), List.of(), failure.key());
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
