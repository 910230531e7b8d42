package org.tenantry.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.function.ToLongFunction;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeTotals;

/** Names what is measured. No label's values grow with tenants: what is one instance's own is in the API. */
final class Measures {
    private Measures() {}

    static void register(MeterRegistry meters, AdminApi.Parts parts) {
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        Edge edge = parts.edge();
        counter(meters, "tenantry.edge.requests", "Requests that the edge took", edge, EdgeTotals::requests);
        counter(meters, "tenantry.edge.connections", "Connections that the edge accepted", edge, EdgeTotals::connections);
        Gauge.builder("tenantry.control.instances", parts.desired(), desired -> desired.ids().size())
                .description("Instances of which something is left")
                .register(meters);
        Gauge.builder("tenantry.control.operations", parts.desired(), desired -> desired.operations().size())
                .description("Operations that have not ended")
                .register(meters);
        Gauge.builder("tenantry.control.leads", parts.reconciler(), reconciler -> reconciler.leads() ? 1 : 0)
                .description("Whether this gateway decides for the cluster")
                .register(meters);
        Gauge.builder("tenantry.agents.sessions", parts, all -> all.desired().nodes().stream()
                        .filter(node -> all.sessions().live(node.id()))
                        .count())
                .description("Nodes whose agent has a session")
                .register(meters);
    }

    private static void counter(
            MeterRegistry meters, String name, String what, Edge edge, ToLongFunction<EdgeTotals> of) {
        FunctionCounter.builder(name, edge, source -> of.applyAsLong(source.totals()))
                .description(what)
                .register(meters);
    }
}
