package org.tenantry.gateway.edge.figures;

/** The values that one event loop has seen; {@link Distribution} sums those of all. */
final class Histogram {
    private final Scale scale;
    private final Tally cells;
    private final int sum;

    Histogram(Scale scale) {
        this.scale = scale;
        this.sum = scale.buckets();
        this.cells = new Tally(sum + 1);
    }

    void add(long value) {
        cells.add(scale.bucket(value), 1);
        cells.add(sum, value);
    }

    long count(int bucket) {
        return cells.get(bucket);
    }

    long sum() {
        return cells.get(sum);
    }
}
