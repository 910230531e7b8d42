package org.tenantry.common.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.node.BootId;

/**
 * What an agent observed, numbered within its boot.
 *
 * @param sequence one more than the last report's, and the same for all parts of a whole; a gap makes the gateway ask for the
 *     whole
 * @param part which part of all instances there are: what none of the parts names is forgotten; empty where these are changes
 */
public record Report(BootId boot, long sequence, Optional<Part> part, List<InstanceReport> instances) {
    public Report {
        instances = List.copyOf(instances);
    }

    /** Everything there is, in as many parts as fit into messages. They count together only. */
    public static List<Report> whole(BootId boot, long sequence, List<InstanceReport> all) {
        List<List<InstanceReport>> portions = Portions.of(all);
        if (portions.isEmpty()) {
            return List.of(new Report(boot, sequence, Optional.of(new Part(1, 1)), List.of()));
        }
        return IntStream.range(0, portions.size())
                .mapToObj(index -> new Report(
                        boot, sequence, Optional.of(new Part(index + 1, portions.size())), portions.get(index)))
                .toList();
    }

    /** Some instances, of which one message has room. */
    public static Report changes(BootId boot, long sequence, List<InstanceReport> changed) {
        return new Report(boot, sequence, Optional.empty(), changed);
    }

    /** One of so many parts, counted from 1. */
    public record Part(int number, int of) {
        private static final int MOST = 1_000;

        public Part {
            if (of < 1 || of > MOST || number < 1 || number > of) {
                throw TenantryException.invalid("part", number + " of " + of, "1 to " + MOST + ", and one of them");
            }
        }
    }

    /** @param wholeWanted the gateway saw a gap or started: the next report must be whole */
    public record Receipt(boolean wholeWanted) {}
}
