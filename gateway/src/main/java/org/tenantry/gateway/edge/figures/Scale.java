package org.tenantry.gateway.edge.figures;

/** The upper bounds of a histogram's buckets, and by how much they are divided where others read them. */
public enum Scale {
    /**
     * Nanoseconds, told as seconds: from half a millisecond, which a page from memory takes, to a minute, which is a stream or
     * a fault.
     */
    SECONDS(
            1e9,
            500_000,
            1_000_000,
            2_500_000,
            5_000_000,
            10_000_000,
            25_000_000,
            50_000_000,
            100_000_000,
            250_000_000,
            500_000_000,
            1_000_000_000L,
            2_500_000_000L,
            5_000_000_000L,
            10_000_000_000L,
            60_000_000_000L),
    /** Bytes: from a short answer to the largest body that is taken by default. */
    BYTES(1, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 100 << 20);

    private final double unit;
    private final long[] bounds;

    Scale(double unit, long... bounds) {
        this.unit = unit;
        this.bounds = bounds;
    }

    /** How many buckets there are, the one without an upper bound included. */
    int buckets() {
        return bounds.length + 1;
    }

    /** The bucket of a value, which may be its upper bound. */
    int bucket(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** The upper bound of a bucket in the unit that is told. */
    double bound(int bucket) {
        return bucket < bounds.length ? bounds[bucket] / unit : Double.POSITIVE_INFINITY;
    }

    double told(long value) {
        return value / unit;
    }
}
