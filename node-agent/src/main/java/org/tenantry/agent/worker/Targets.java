package org.tenantry.agent.worker;

import java.util.Optional;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ReplicaKey;

/** What steps are done to, as texts that tell them apart within an instance; they stand in logs and reasons. */
final class Targets {
    private Targets() {}

    static String image(ImageRef image) {
        return "image " + image.name()
                + image.digest().map(digest -> "@" + digest).orElse("");
    }

    static String network(String name) {
        return "network " + name;
    }

    static String volume(VolumeKey key) {
        return switch (key) {
            case VolumeKey.Named(String name) -> "volume " + name;
            case VolumeKey.Declared(ReplicaKey replica, String path) -> "volume " + replica + ":" + path;
        };
    }

    static String replica(ReplicaKey replica) {
        return "container " + replica;
    }

    static String leaving(String container) {
        return "leave of " + container;
    }

    /** The key of a service in its Compose file that names it, where it is the service's alone. */
    static Optional<String> key(String target) {
        return isOwn(target) ? Optional.empty() : Optional.of("image");
    }

    /** Whether a step on it makes or removes something that is the instance's own; images are shared. */
    static boolean isOwn(String target) {
        return !target.startsWith("image ");
    }
}
