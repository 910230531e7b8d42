package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceName;

/**
 * One replica as people see it.
 *
 * @param state one lower-case word
 * @param note what it waits for, or why it is not well
 * @param lastLog the last lines of one that failed
 */
public record ReplicaView(
        ServiceName service,
        int replica,
        String state,
        Optional<Revision> revision,
        Optional<Instant> since,
        Optional<String> note,
        OptionalInt exitCode,
        List<String> lastLog) {

    static ReplicaView of(ReplicaReport report) {
        ReplicaKey key = report.replica();
        return switch (report.state()) {
            case ReplicaState.Absent absent -> plain(key, "absent");
            case ReplicaState.Waiting waiting -> plain(key, "waiting").noted(waiting.reason());
            case ReplicaState.Starting starting -> up(key, "starting", starting.revision(), starting.since());
            case ReplicaState.Ready ready -> up(key, "ready", ready.revision(), ready.since());
            case ReplicaState.Unhealthy unhealthy ->
                up(key, "unhealthy", unhealthy.revision(), unhealthy.since()).failed(unhealthy.failure());
            case ReplicaState.Crashed crashed -> plain(key, "crashed").failed(crashed.failure());
            case ReplicaState.Done done -> plain(key, "done");
            case ReplicaState.Failed failed -> plain(key, "failed").failed(failed.failure());
            case ReplicaState.Stopped stopped -> plain(key, "stopped");
        };
    }

    private static ReplicaView plain(ReplicaKey key, String state) {
        return new ReplicaView(
                key.service(),
                key.number(),
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                List.of());
    }

    private static ReplicaView up(ReplicaKey key, String state, Revision revision, Instant since) {
        return new ReplicaView(
                key.service(),
                key.number(),
                state,
                Optional.of(revision),
                Optional.of(since),
                Optional.empty(),
                OptionalInt.empty(),
                List.of());
    }

    private ReplicaView noted(String text) {
        return new ReplicaView(service, replica, state, revision, since, Optional.of(text), exitCode, lastLog);
    }

    private ReplicaView failed(Failure failure) {
        return new ReplicaView(
                service,
                replica,
                state,
                revision,
                since,
                Optional.of(failure.reason()),
                failure.exitCode(),
                failure.lastLog());
    }
}
