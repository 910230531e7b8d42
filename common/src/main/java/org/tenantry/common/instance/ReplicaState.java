package org.tenantry.common.instance;

import java.time.Instant;

/** What an agent last saw of one replica. Only agents write it; compare {@link Goal}, which only the control plane writes. */
public sealed interface ReplicaState {
    /** No container exists and none is wanted. */
    record Absent() implements ReplicaState {}

    /** Ordered, and nothing runs yet: an image is pulled, or a service it depends on isn't there. It will be retried. */
    record Waiting(String reason) implements ReplicaState {}

    /** A container of this revision runs and does not answer its health check yet. */
    record Starting(Revision revision, Instant since) implements ReplicaState {}

    /** A container of this revision runs and is well. */
    record Ready(Revision revision, Instant since) implements ReplicaState {}

    /** A container of this revision runs and fails its health check. */
    record Unhealthy(Revision revision, Instant since, Failure failure) implements ReplicaState {}

    /** The container ended although it should run; it will be started again. */
    record Crashed(Revision revision, int restarts, Failure failure) implements ReplicaState {}

    /** The container ended with 0 and its policy asks for no more. */
    record Done(Revision revision) implements ReplicaState {}

    /** What cannot come right by itself: a refused image, an exit under a policy that asks for no restart. */
    record Failed(Failure failure) implements ReplicaState {}

    /** A container exists and rests, as wanted. */
    record Stopped() implements ReplicaState {}
}
