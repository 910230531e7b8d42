package org.tenantry.gateway.scheduler;

import java.util.List;
import java.util.Optional;

/** A reason for which a node can't take an instance. */
@FunctionalInterface
interface Filter {
    /** Why the node is refused; empty where this filter has nothing against it. */
    Optional<String> veto(Demand demand, Candidate node);

    /** Every filter, the most telling first. */
    static List<Filter> all(Overcommit overcommit) {
        return List.of(Filter::ready, Filter::open, (demand, node) -> fits(demand, node, overcommit));
    }

    private static Optional<String> ready(Demand demand, Candidate node) {
        return node.ready() ? Optional.empty() : Optional.of("its agent has no session");
    }

    private static Optional<String> open(Demand demand, Candidate node) {
        return node.cordoned() ? Optional.of("it is cordoned") : Optional.empty();
    }

    private static Optional<String> fits(Demand demand, Candidate node, Overcommit overcommit) {
        double memory = node.capacity().memoryBytes() * overcommit.memory()
                - node.taken().memoryBytes();
        if (demand.memoryBytes() > memory) {
            return Optional.of("memory: " + mebibytes(demand.memoryBytes()) + " asked, " + mebibytes((long) memory)
                    + " left to promise");
        }
        double cores =
                node.capacity().milliCores() * overcommit.cores() - node.taken().milliCores();
        if (demand.milliCores() > cores) {
            return Optional.of("cores: " + demand.milliCores() + "m asked, " + (long) cores + "m left to promise");
        }
        return Optional.empty();
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
