package org.tenantry.agent;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Line;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.instance.Load;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.node.Term;
import org.tenantry.common.protocol.Beat;
import org.tenantry.common.protocol.Enrolment;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.protocol.Nothing;
import org.tenantry.common.protocol.Order;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.Report;
import org.tenantry.common.protocol.SessionId;
import org.tenantry.common.protocol.Verdict;
import org.tenantry.common.secret.Secret;

/** A gateway's end of the line, scripted: it gives out orders and remembers everything it was told. */
public final class GatewayEnd implements AutoCloseable {
    public static final String TOKEN = "join-me";
    private static final String CREDENTIAL = "node-credential";

    private final Vertx vertx = Vertx.vertx();
    private final ClusterId cluster;
    private final NodeId node = new NodeId("n-aaaaaaaaaaaa");
    private final Ids ids = new Ids(new Random(5));
    private final List<ServerWebSocket> sockets = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final Map<InstanceId, InstanceReport> known = new HashMap<>();
    private final Map<InstanceId, Assignment> assignments = new HashMap<>();
    private final List<InstanceId> fetched = new ArrayList<>();
    private final List<String> enrolments = new ArrayList<>();
    private Orders orders = new Orders(new Term(1, 1), List.of());
    private boolean loseNextReport;
    private Function<Endpoint, Load> loads = endpoint -> new Load(isKnown(endpoint), 0, 0);
    private long lastSequence;
    private HttpServer server;

    private GatewayEnd(ClusterId cluster, int port) throws Exception {
        this.cluster = cluster;
        this.server = listening(port);
    }

    /** A gateway on any free port. */
    public static GatewayEnd start(ClusterId cluster) throws Exception {
        return new GatewayEnd(cluster, 0);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    // What it orders.

    /** From now on that is ordered of an instance, beside what is ordered of others. */
    public void order(Assignment assignment) {
        locked(() -> {
            assignments.put(assignment.instance(), assignment);
            return replace(new Order(assignment.instance(), assignment.term(), assignment.version(), Verdict.FOLLOW));
        });
        tell();
    }

    public void order(InstanceId instance, Term term, Verdict verdict) {
        locked(() -> replace(new Order(instance, term, 100, verdict)));
        tell();
    }

    /** The orders as a whole. */
    public void orders(Orders next) {
        locked(() -> orders = next);
        tell();
    }

    /** The next report is lost before it is taken in, and its answer is as usual. */
    public void loseNextReport() {
        locked(() -> loseNextReport = true);
    }

    /** From now on so much is under way to an endpoint, as far as it is reported no more. */
    public void loads(Function<Endpoint, Load> next) {
        locked(() -> loads = endpoint -> new Load(isKnown(endpoint), 0, 0).plus(next.apply(endpoint)));
    }

    private boolean isKnown(Endpoint endpoint) {
        return known.values().stream()
                .flatMap(report -> report.replicas().stream())
                .anyMatch(replica -> replica.endpoint().equals(Optional.of(endpoint)));
    }

    /** Tells the agent that there are new orders. */
    public void tell() {
        locked(() -> List.copyOf(lines)).forEach(line -> line.tell(AgentCalls.ORDERS_CHANGED, new Nothing()));
    }

    // What it was told.

    public List<Registration> registrations() {
        return locked(() -> List.copyOf(registrations));
    }

    public List<Report> reports() {
        return locked(() -> List.copyOf(reports));
    }

    public List<InstanceId> fetched() {
        return locked(() -> List.copyOf(fetched));
    }

    /** The idempotency keys of all enrolments. */
    public List<String> enrolments() {
        return locked(() -> List.copyOf(enrolments));
    }

    public Optional<InstanceReport> known(InstanceId instance) {
        return locked(() -> Optional.ofNullable(known.get(instance)));
    }

    // What goes wrong.

    /** The process is gone: no line is left, and nobody listens. */
    public void leave() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        locked(() -> List.copyOf(sockets)).forEach(ServerWebSocket::close);
    }

    /** It is back at the same port, with nothing in memory. */
    public void comeBack() throws Exception {
        int port = server.actualPort();
        locked(() -> {
            known.clear();
            lines.clear();
            return true;
        });
        server = listening(port);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpServer listening(int port) throws Exception {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setMaxWebSocketFrameSize(1 << 20)
                        .setMaxWebSocketMessageSize(1 << 20))
                .requestHandler(this::enrolled)
                .webSocketHandler(this::opened)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void enrolled(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Enrolment enrolment = Json.read(Json.sealed(), body.toString(StandardCharsets.UTF_8), Enrolment.class);
            locked(() -> enrolments.add(request.getHeader("Idempotency-Key")));
            boolean known = enrolment.joinToken().equals(Secret.of(TOKEN));
            request.response()
                    .setStatusCode(known ? 200 : 401)
                    .end(
                            known
                                    ? Json.write(
                                            Json.sealed(), new Enrolment.Enrolled(cluster, node, Secret.of(CREDENTIAL)))
                                    : "no such join token");
        });
    }

    private void opened(ServerWebSocket socket) {
        if (!("Bearer " + CREDENTIAL).equals(socket.headers().get("Authorization"))) {
            socket.close((short) 1008);
            return;
        }
        Line line = new Line(vertx, socket, new Signature(cluster, "g1", Optional.empty(), ids), Duration.ofSeconds(5));
        line.serve(AgentCalls.REGISTER, registration -> answer(() -> register(registration)));
        line.serve(AgentCalls.BEAT, beat -> answer(() -> heard(beat)));
        line.serve(AgentCalls.REPORT, report -> answer(() -> taken(report)));
        line.serve(AgentCalls.ORDERS, request -> answer(() -> orders));
        line.serve(AgentCalls.ASSIGNMENT, request -> answer(() -> assignment(request.instance())));
        line.serve(AgentCalls.LOAD, request -> answer(() -> loads.apply(request.endpoint())));
        line.open(() -> locked(() -> lines.remove(line)));
        locked(() -> {
            sockets.add(socket);
            return lines.add(line);
        });
    }

    private <T> Future<T> answer(Supplier<T> answer) {
        return Future.succeededFuture(locked(answer));
    }

    private Registration.Registered register(Registration registration) {
        registrations.add(registration);
        lastSequence = 0;
        return new Registration.Registered(new SessionId(ids.next("s-")), 1, Duration.ofMillis(300), orders);
    }

    private Beat.Heard heard(Beat beat) {
        return new Beat.Heard(beat.sequence() > lastSequence, !beat.orders().equals(orders.digest()));
    }

    private Report.Receipt taken(Report report) {
        if (loseNextReport) {
            loseNextReport = false;
            return new Report.Receipt(false);
        }
        boolean gap = !report.part().isPresent() && report.sequence() != lastSequence + 1;
        reports.add(report);
        if (report.part().filter(part -> part.number() == 1).isPresent()) {
            known.clear();
        }
        report.instances().forEach(one -> known.put(one.instance(), one));
        lastSequence = gap ? lastSequence : report.sequence();
        return new Report.Receipt(gap);
    }

    private Assignment assignment(InstanceId instance) {
        fetched.add(instance);
        Assignment assignment = assignments.get(instance);
        if (assignment == null) {
            throw TenantryException.notFound("instance", instance.value());
        }
        return assignment;
    }

    private Orders replace(Order order) {
        List<Order> next = new ArrayList<>(orders.orders());
        next.removeIf(one -> one.instance().equals(order.instance()));
        next.add(order);
        Term term = order.term().compareTo(orders.term()) > 0 ? order.term() : orders.term();
        orders = new Orders(term, next);
        return orders;
    }

    private synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }
}
