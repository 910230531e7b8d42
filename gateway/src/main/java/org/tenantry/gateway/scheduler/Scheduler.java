package org.tenantry.gateway.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Spreads instances over nodes: every filter has to agree, then the node with the most left over wins. */
public final class Scheduler {
    private final List<Filter> filters;

    public Scheduler(Overcommit overcommit) {
        this.filters = Filter.all(overcommit);
    }

    /** Chooses a node, or says of each why not. Equal nodes are told apart by id, so that equal input gives equal output. */
    public Placing place(Demand demand, List<Candidate> nodes) {
        List<Placing.Refusal> refusals = new ArrayList<>();
        List<Candidate> fitting = new ArrayList<>();
        for (Candidate node : nodes) {
            veto(demand, node)
                    .ifPresentOrElse(
                            reason -> refusals.add(new Placing.Refusal(node.id(), node.name(), reason)),
                            () -> fitting.add(node));
        }
        return fitting.stream()
                .max(Comparator.comparingDouble((Candidate node) -> score(demand, node))
                        .thenComparing(Candidate::id, Comparator.reverseOrder()))
                .<Placing>map(node -> new Placing.Chosen(node.id()))
                .orElseGet(() -> new Placing.Waits(refusals));
    }

    /** The nodes as they are once the instance is placed on one of them. */
    public static List<Candidate> after(Placing.Chosen chosen, Demand demand, List<Candidate> nodes) {
        return nodes.stream()
                .map(node -> node.id().equals(chosen.node()) ? node.with(demand) : node)
                .toList();
    }

    private Optional<String> veto(Demand demand, Candidate node) {
        return filters.stream()
                .map(filter -> filter.veto(demand, node))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** From 0, full, to 1, empty: the scarcer of memory and cores counts, and among equals the fewer instances. */
    private static double score(Demand demand, Candidate node) {
        double memory = left(
                demand.memoryBytes() + node.taken().memoryBytes(),
                node.capacity().memoryBytes());
        double cores = left(
                demand.milliCores() + node.taken().milliCores(), node.capacity().milliCores());
        return Math.min(memory, cores) - node.instances() * 1e-6;
    }

    private static double left(long taken, long capacity) {
        return capacity == 0 ? 0 : 1 - (double) taken / capacity;
    }
}
