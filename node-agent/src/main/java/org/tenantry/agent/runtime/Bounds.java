package org.tenantry.agent.runtime;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.tenantry.common.instance.Limits;

/**
 * What bounds containers on this node beyond what their services name. It counts for containers that are made from now on:
 * none is replaced for it.
 *
 * @param container what a container may use at most whose service names no limit of that kind
 * @param init whether an init of the engine's reaps processes and passes signals on, in containers that bring none
 * @param group under which control group those of tenants lie: words of letters, digits and underscores, separated by slashes
 * @param tenant what all containers of one tenant may use together
 */
public record Bounds(Limits container, boolean init, String group, Limits tenant) {
    /** Of one container: 2 cores, 2 GiB, 512 processes; of a tenant: none. */
    public static Bounds usual() {
        return new Bounds(
                new Limits(OptionalInt.of(2_000), OptionalLong.of(2L << 30), OptionalInt.of(512)),
                true,
                "tenantry",
                Limits.NONE);
    }

    /**
     * The limits of one container: what its service names, else what is usual here. Cores only up to what the machine has and
     * the tenant may use, since neither the engine nor a control group takes more.
     */
    public Limits of(Limits named, int cores) {
        OptionalInt usualCores = most(container.milliCores(), cores * 1000);
        OptionalInt milliCores = named.milliCores().isPresent() ? named.milliCores() : usualCores;
        return new Limits(
                tenant.milliCores().isPresent()
                        ? most(milliCores, tenant.milliCores().getAsInt())
                        : milliCores,
                named.memoryBytes().isPresent() ? named.memoryBytes() : container.memoryBytes(),
                named.pids().isPresent() ? named.pids() : container.pids());
    }

    private static OptionalInt most(OptionalInt wanted, int most) {
        return wanted.isPresent() ? OptionalInt.of(Math.min(wanted.getAsInt(), most)) : wanted;
    }
}
