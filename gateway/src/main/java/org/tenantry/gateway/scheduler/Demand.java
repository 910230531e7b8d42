package org.tenantry.gateway.scheduler;

/**
 * What an instance asks of a node: the sum of its containers' limits.
 *
 * @param memoryBytes where a service names no limit, it counts with {@link #UNLIMITED_MEMORY}
 */
public record Demand(long memoryBytes, long milliCores) {
    /** What a container without a memory limit is counted with: 128 MiB. */
    public static final long UNLIMITED_MEMORY = 128L << 20;

    /** What a container without a limit of cores is counted with: a tenth of one. */
    public static final long UNLIMITED_MILLI_CORES = 100;

    /** Nothing at all. */
    public static final Demand NONE = new Demand(0, 0);

    public Demand plus(Demand other) {
        return new Demand(memoryBytes + other.memoryBytes, milliCores + other.milliCores);
    }
}
