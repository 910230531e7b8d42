package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.model.Info;
import java.util.Map;
import java.util.Objects;

/**
 * What of the engine decides how containers are bounded.
 *
 * @param cores of its machine; it refuses a limit beyond them
 * @param systemd whether it has systemd make control groups, which then are slices
 * @param unified whether the machine has one tree of control groups (cgroup v2), not one for each controller
 * @param hasInit whether it finds its init
 */
record Traits(int cores, boolean systemd, boolean unified, boolean hasInit) {
    static Traits of(Info info) {
        return new Traits(
                Objects.requireNonNullElse(info.getNCPU(), 1),
                "systemd".equals(info.getCGroupDriver()),
                "2".equals(info.getCGroupVersion()),
                !missingInit(info));
    }

    /** The engine tells the commit that its init was built from, and this where there is none. */
    private static boolean missingInit(Info info) {
        return info.getRawValues().get("InitCommit") instanceof Map<?, ?> init && "N/A".equals(init.get("ID"));
    }
}
