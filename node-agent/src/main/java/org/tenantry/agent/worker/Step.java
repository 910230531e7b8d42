package org.tenantry.agent.worker;

import java.time.Duration;
import java.time.Instant;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Service;

/** One thing to do next; idempotent. Steps of different targets don't depend on each other and run side by side. */
sealed interface Step {
    /** What it is done to: one step at a time per target. */
    String target();

    /** Makes an image present and learns what it declares. */
    record FetchImage(ImageRef image) implements Step {
        @Override
        public String target() {
            return Targets.image(image);
        }
    }

    record MakeNetwork(InstanceNetwork network) implements Step {
        @Override
        public String target() {
            return Targets.network(network.name());
        }
    }

    record MakeVolume(VolumeKey key) implements Step {
        @Override
        public String target() {
            return Targets.volume(key);
        }
    }

    /** Makes a replica's container, or finishes one that was left half made. */
    record MakeContainer(ReplicaKey replica, Service service) implements Step {
        @Override
        public String target() {
            return Targets.replica(replica);
        }
    }

    record Start(ReplicaKey replica, String container) implements Step {
        @Override
        public String target() {
            return Targets.replica(replica);
        }
    }

    /** Writes down how a run ended, with its last lines, before anything is decided about it. */
    record Note(ReplicaKey replica, Service service, String container, Exit exit) implements Step {
        @Override
        public String target() {
            return Targets.replica(replica);
        }
    }

    /** How the engine says that a run ended. */
    record Exit(int code, Instant finishedAt, boolean outOfMemory) {}

    /**
     * Waits until nobody has anything to do in a container that is reported no more, so that it may be stopped.
     *
     * @param round of its being reported, which this ends
     */
    record Retire(ReplicaKey replica, String container, Occasion occasion, int round) implements Step {
        /** Beside what is done to the replica otherwise: its successor may need care meanwhile. */
        @Override
        public String target() {
            return Targets.leaving(container);
        }
    }

    record Stop(ReplicaKey replica, String container, Duration grace) implements Step {
        @Override
        public String target() {
            return Targets.replica(replica);
        }
    }

    record RemoveContainer(ReplicaKey replica, String container) implements Step {
        @Override
        public String target() {
            return Targets.replica(replica);
        }
    }

    record RemoveNetwork(String name, String id) implements Step {
        @Override
        public String target() {
            return Targets.network(name);
        }
    }

    record RemoveVolume(VolumeKey key, String id) implements Step {
        @Override
        public String target() {
            return Targets.volume(key);
        }
    }
}
