package org.tenantry.gateway.edge.figures;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How values were distributed, summed over all event loops.
 *
 * @param buckets in the order of their bounds; the last one has none
 * @param sum of all values, in the unit of the bounds
 */
public record Distribution(List<Bucket> buckets, double sum) {
    /** How many values were at most this large, and larger than the bound before. */
    public record Bucket(double bound, long count) {}

    static Distribution of(Scale scale, List<Histogram> histograms) {
        List<Bucket> buckets = IntStream.range(0, scale.buckets())
                .mapToObj(i -> new Bucket(
                        scale.bound(i),
                        histograms.stream().mapToLong(one -> one.count(i)).sum()))
                .toList();
        return new Distribution(
                buckets,
                scale.told(histograms.stream().mapToLong(Histogram::sum).sum()));
    }

    /** How many values there were. */
    public long count() {
        return buckets.stream().mapToLong(Bucket::count).sum();
    }
}
