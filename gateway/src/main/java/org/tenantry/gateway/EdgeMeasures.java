package org.tenantry.gateway;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.tenantry.gateway.edge.BusyRoute;
import org.tenantry.gateway.edge.EdgeFigures;
import org.tenantry.gateway.edge.RouteTraffic;
import org.tenantry.gateway.edge.figures.Distribution;
import org.tenantry.gateway.edge.figures.Event;
import org.tenantry.gateway.edge.figures.Measure;
import org.tenantry.gateway.edge.tls.Stock;

/**
 * The edge's figures as Prometheus reads them, made when somebody asks. Routes stand here under their hosts, but only so many
 * as the edge names: another hundred thousand tenants add no series.
 */
final class EdgeMeasures implements MultiCollector {
    private final Supplier<EdgeFigures> edge;

    EdgeMeasures(Supplier<EdgeFigures> edge) {
        this.edge = edge;
    }

    @Override
    public MetricSnapshots collect() {
        EdgeFigures now = edge.get();
        List<MetricSnapshot> all = new ArrayList<>();
        now.measures().forEach((measure, told) -> all.add(histogram(measure, told)));
        all.add(answers(now.events()));
        addTls(now, all);
        all.add(gauge("tenantry_edge_upstream_open_connections", "Connections to endpoints", now.upstreamOpen()));
        all.add(gauge("tenantry_edge_upstream_idle_connections", "Those that wait for a request", now.upstreamIdle()));
        addRoutes(now.busiest(), all);
        return new MetricSnapshots(all);
    }

    private static HistogramSnapshot histogram(Measure measure, Distribution told) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        told.buckets().forEach(one -> buckets.bucket(one.bound(), one.count()));
        return HistogramSnapshot.builder()
                .name(name(measure))
                .help(help(measure))
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(told.sum())
                        .build())
                .build();
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case DURATION -> "tenantry_edge_request_duration_seconds";
            case FIRST_BYTE -> "tenantry_edge_upstream_first_byte_seconds";
            case RECEIVED -> "tenantry_edge_request_body_bytes";
            case SENT -> "tenantry_edge_answer_body_bytes";
        };
    }

    private static String help(Measure measure) {
        return switch (measure) {
            case DURATION -> "From a request's head to the end of its answer; without WebSockets";
            case FIRST_BYTE -> "From a request's head to the head of the instance's answer";
            case RECEIVED -> "Bodies of requests; without WebSockets";
            case SENT -> "Bodies of answers; without WebSockets";
        };
    }

    private static CounterSnapshot answers(Map<Event, Long> events) {
        CounterSnapshot.Builder answers = CounterSnapshot.builder()
                .name("tenantry_edge_answers")
                .help("Answers by class of status; none where what came was closed without one");
        events.forEach((event, count) -> {
            String status = status(event);
            if (!status.isEmpty()) {
                answers.dataPoint(point(Labels.of("status", status), count));
            }
        });
        return answers.build();
    }

    /** Empty for what is no answer. */
    private static String status(Event event) {
        return switch (event) {
            case ANSWER_1XX -> "1xx";
            case ANSWER_2XX -> "2xx";
            case ANSWER_3XX -> "3xx";
            case ANSWER_4XX -> "4xx";
            case ANSWER_5XX -> "5xx";
            case NO_ANSWER -> "none";
            case HANDSHAKE, HANDSHAKE_RESUMED, HANDSHAKE_FAILED -> "";
        };
    }

    private static void addTls(EdgeFigures now, List<MetricSnapshot> all) {
        all.add(tls("tenantry_edge_tls_handshakes", "Handshakes done", now, Event.HANDSHAKE));
        all.add(tls(
                "tenantry_edge_tls_resumed_handshakes",
                "Those that took up an earlier session",
                now,
                Event.HANDSHAKE_RESUMED));
        all.add(tls("tenantry_edge_tls_failed_handshakes", "Handshakes that failed", now, Event.HANDSHAKE_FAILED));
        Stock stock = now.certificates();
        all.add(gauge("tenantry_edge_tls_certificates", "Certificates in use", stock.certificates()));
        stock.expiry()
                .ifPresent(first -> all.add(gauge(
                        "tenantry_edge_tls_first_expiry_timestamp_seconds",
                        "When the first of the certificates in use expires",
                        first.getEpochSecond())));
    }

    private static CounterSnapshot tls(String name, String help, EdgeFigures now, Event event) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(point(Labels.EMPTY, now.count(event)))
                .build();
    }

    private static void addRoutes(List<BusyRoute> busiest, List<MetricSnapshot> all) {
        all.add(routes("tenantry_route_requests", "Requests of a busy route", busiest, RouteTraffic::requests));
        all.add(routes("tenantry_route_received_bytes", "Its bytes from clients", busiest, RouteTraffic::bytesIn));
        all.add(routes("tenantry_route_sent_bytes", "Its bytes to clients", busiest, RouteTraffic::bytesOut));
        GaugeSnapshot.Builder open =
                GaugeSnapshot.builder().name("tenantry_route_open_requests").help("Its requests and streams open");
        busiest.forEach(route -> open.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(route))
                .value(route.traffic().openStreams())
                .build()));
        all.add(open.build());
    }

    private static CounterSnapshot routes(
            String name, String help, List<BusyRoute> busiest, ToLongFunction<RouteTraffic> of) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        busiest.forEach(route -> counter.dataPoint(point(labels(route), of.applyAsLong(route.traffic()))));
        return counter.build();
    }

    private static Labels labels(BusyRoute route) {
        return Labels.of(
                "host", route.host().value(), "instance", route.instance().value());
    }

    private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }
}
