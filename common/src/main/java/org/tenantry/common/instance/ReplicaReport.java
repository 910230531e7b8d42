package org.tenantry.common.instance;

import java.util.Optional;

/** What an agent says of one replica; an endpoint only where the replica answers the web. */
public record ReplicaReport(ReplicaKey replica, ReplicaState state, Optional<Endpoint> endpoint) {}
