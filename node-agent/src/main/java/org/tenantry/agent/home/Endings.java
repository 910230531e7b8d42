package org.tenantry.agent.home;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.secret.SealingKey;

/**
 * How replicas ended whose end counts, on disk: an engine that says "ended with 0" does not say whether the process was done
 * or the machine went down, and the one must not run again while the other must. Sealed, for log lines may hold anything.
 */
public final class Endings {
    private final SealedFiles<Noted> files;

    /** All of one instance. */
    record Noted(List<Ending> endings) {
        Noted {
            endings = List.copyOf(endings);
        }
    }

    Endings(Path home, SealingKey key) {
        files = new SealedFiles<>(home.resolve("endings"), key, "endings", Noted.class).prepared();
    }

    public List<Ending> load(InstanceId instance) {
        return files.load(instance).map(Noted::endings).orElse(List.of());
    }

    public void put(InstanceId instance, Collection<Ending> endings) {
        files.put(instance, new Noted(List.copyOf(endings)));
    }

    public void forget(InstanceId instance) {
        files.remove(instance);
    }
}
