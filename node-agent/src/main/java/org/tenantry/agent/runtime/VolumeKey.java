package org.tenantry.agent.runtime;

import org.tenantry.common.instance.ReplicaKey;

/** Which of an instance's volumes. */
public sealed interface VolumeKey {
    /** By the name that the Compose file gives it; shared by whoever mounts it. */
    record Named(String name) implements VolumeKey {}

    /** Declared by the image at a path; each replica has its own, and keeps it when its container is replaced. */
    record Declared(ReplicaKey replica, String path) implements VolumeKey {}
}
