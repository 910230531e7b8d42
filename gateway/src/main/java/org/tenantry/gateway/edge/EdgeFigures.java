package org.tenantry.gateway.edge;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tenantry.gateway.edge.figures.Distribution;
import org.tenantry.gateway.edge.figures.Event;
import org.tenantry.gateway.edge.figures.LoopFigures;
import org.tenantry.gateway.edge.figures.Measure;
import org.tenantry.gateway.edge.tls.Stock;

/**
 * What the edge has measured since it started, and its state of now; beside {@link EdgeTotals}.
 *
 * @param certificates those for TLS
 * @param upstreamOpen connections to endpoints
 * @param upstreamIdle those of them that wait for a request; a moment old
 * @param busiest the routes with most to do, at most {@link BusiestRoutes#MOST}
 */
public record EdgeFigures(
        Map<Measure, Distribution> measures,
        Map<Event, Long> events,
        Stock certificates,
        int upstreamOpen,
        int upstreamIdle,
        List<BusyRoute> busiest) {
    static EdgeFigures of(Collection<LoopContext> loops, Stock certificates, List<BusyRoute> busiest) {
        List<LoopFigures> figures = loops.stream().map(loop -> loop.figures).toList();
        return new EdgeFigures(
                all(Measure.values(), measure -> LoopFigures.distribution(figures, measure)),
                all(Event.values(), event -> LoopFigures.sum(figures, event)),
                certificates,
                loops.stream().mapToInt(loop -> loop.pool.open()).sum(),
                loops.stream().mapToInt(loop -> loop.pool.idle()).sum(),
                busiest);
    }

    /** How often it has happened. */
    public long count(Event event) {
        return events.getOrDefault(event, 0L);
    }

    private static <K, V> Map<K, V> all(K[] keys, Function<K, V> of) {
        return Stream.of(keys).collect(Collectors.toMap(Function.identity(), of));
    }
}
