package org.tenantry.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToLongFunction;
import org.tenantry.gateway.edge.Edge;
import org.tenantry.gateway.edge.EdgeTotals;

/** Names what is measured. No label's values grow with tenants: what is one instance's own is in the API,
 * but for a bounded number of the busiest, which {@link EdgeMeasures} names. */
final class Measures {
    private Measures() {}

    /** What there is to measure without a store. */
    static void ofGround(PrometheusMeterRegistry meters, Edge edge) {
        meters.getPrometheusRegistry().register(new EdgeMeasures(edge::figures));
        new JvmMemoryMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        counter(meters, "tenantry.edge.connections", "Connections accepted", edge, EdgeTotals::connectionsAccepted);
        counter(
                meters,
                "tenantry.edge.turned.away.connections",
                "Connections closed at once: too many, or too fast",
                edge,
                EdgeTotals::connectionsTurnedAway);
        counter(meters, "tenantry.edge.requests", "Requests taken", edge, EdgeTotals::requests);
        counter(meters, "tenantry.edge.answered.here", "Answers of the edge itself", edge, EdgeTotals::answeredHere);
        counter(meters, "tenantry.edge.received.bytes", "Bytes from clients", edge, EdgeTotals::bytesIn);
        counter(meters, "tenantry.edge.sent.bytes", "Bytes to clients", edge, EdgeTotals::bytesOut);
        counter(
                meters,
                "tenantry.edge.connect.failures",
                "Endpoints not reached",
                edge,
                EdgeTotals::upstreamConnectFailures);
        counter(meters, "tenantry.edge.retries", "Requests sent again", edge, EdgeTotals::retries);
        counter(
                meters,
                "tenantry.edge.log.dropped",
                "Lines the access log had no room for",
                edge,
                EdgeTotals::accessLogDropped);
        gauge(meters, "tenantry.edge.open.connections", "Connections open", edge, EdgeTotals::connectionsOpen);
        gauge(meters, "tenantry.edge.open.requests", "Requests and streams open", edge, EdgeTotals::requestsOpen);
    }

    static void ofControl(MeterRegistry meters, AdminApi.Parts parts) {
        Gauge.builder(
                        "tenantry.control.instances",
                        parts.desired(),
                        desired -> desired.ids().size())
                .description("Instances of which something is left")
                .register(meters);
        Gauge.builder(
                        "tenantry.control.operations",
                        parts.desired(),
                        desired -> desired.operations().size())
                .description("Operations that have not ended")
                .register(meters);
        Gauge.builder("tenantry.control.leads", parts.reconciler(), reconciler -> reconciler.leads() ? 1 : 0)
                .description("Whether this gateway decides for the cluster")
                .register(meters);
        Gauge.builder(
                        "tenantry.agents.sessions",
                        parts,
                        all -> all.desired().nodes().stream()
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

    private static void gauge(
            MeterRegistry meters, String name, String what, Edge edge, ToLongFunction<EdgeTotals> of) {
        Gauge.builder(name, edge, source -> of.applyAsLong(source.totals()))
                .description(what)
                .register(meters);
    }
}
