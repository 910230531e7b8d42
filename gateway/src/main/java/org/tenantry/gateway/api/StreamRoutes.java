package org.tenantry.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.api.ApiRoute.Takes;
import org.tenantry.gateway.instances.InstanceView;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.instances.Streams;
import org.tenantry.gateway.templates.Templates;
import org.tenantry.gateway.tokens.Tokens;

/** What containers print, and commands in them, as streams of frames. */
final class StreamRoutes {
    private static final int MOST_LINES = 10_000;
    private static final int MOST_WORDS = 200;
    private static final long PATIENCE_SECONDS = 15;

    private final Vertx vertx;
    private final Instances instances;
    private final Templates templates;
    private final Streams streams;
    private final Tokens tokens;

    StreamRoutes(Vertx vertx, Instances instances, Templates templates, Streams streams, Tokens tokens) {
        this.vertx = vertx;
        this.instances = instances;
        this.templates = templates;
        this.streams = streams;
        this.tokens = tokens;
    }

    List<ApiRoute> routes() {
        TenantOf named = new TenantOf.Named("instance", instances::locate);
        return List.of(
                ApiRoute.get("/instances/{instance}/logs")
                        .needs(Permission.INSTANCE_LOGS)
                        .about(named)
                        .query("service", "replica", "tail", "follow")
                        .streams(this::logs),
                ApiRoute.post("/instances/{instance}/exec")
                        .needs(Permission.INSTANCE_EXEC)
                        .about(named)
                        .accepts(Takes.BODY)
                        .streams(this::exec));
    }

    private Handling.Stream logs(Exchange exchange) {
        int tail = exchange.number("tail", 100);
        if (tail < 0 || tail > MOST_LINES) {
            throw TenantryException.invalid("tail", String.valueOf(tail), "0 to " + MOST_LINES);
        }
        Streams.LogOptions options = new Streams.LogOptions(tail, exchange.flag("follow"));
        InstanceId id = new InstanceId(exchange.id());
        ReplicaKey replica = replica(id, exchange.query("service"), exchange.number("replica", 1));
        return frames(exchange, streams.logs(id, replica, options));
    }

    private Handling.Stream exec(Exchange exchange) {
        Fields fields = exchange.body();
        Optional<String> service = fields.optionalText("service");
        int number = fields.number("replica", 1);
        List<String> command = fields.texts("command");
        fields.finish();
        if (command.isEmpty() || command.size() > MOST_WORDS) {
            throw TenantryException.invalid("command", command.size() + " words", "1 to " + MOST_WORDS + " words");
        }
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw TenantryException.invalid("command", "a word with a zero character", "words without");
        }
        InstanceId id = new InstanceId(exchange.id());
        return frames(exchange, streams.exec(id, replica(id, service, number), command));
    }

    /** The replica that was named; without a name the service that answers the web. */
    private ReplicaKey replica(InstanceId id, Optional<String> service, int number) {
        InstanceView instance = instances.view(id);
        ServiceName name = service.map(text -> Fields.parsed("service", text, ServiceName::new))
                .orElseGet(() -> templates.web(instance.template()));
        List<String> there = instance.replicas().stream()
                .flatMap(one -> Stream.of(one.service().value()))
                .distinct()
                .toList();
        if (service.isPresent() && !there.isEmpty() && !there.contains(name.value())) {
            throw TenantryException.field(
                    ErrorCode.NOT_FOUND, "service", name.value(), "one of " + String.join(", ", there));
        }
        if (number < 1) {
            throw TenantryException.invalid("replica", String.valueOf(number), "a number from 1");
        }
        return new ReplicaKey(name, number);
    }

    private Handling.Stream frames(Exchange exchange, Future<Streams.Opened> opening) {
        try {
            Streams.Opened opened =
                    opening.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Frames(vertx, opened, () -> tokens.stillValid(exchange.principal()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TenantryException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            opening.onSuccess(late -> late.cancel().run());
            throw TenantryException.of(ErrorCode.TIMEOUT, "the node did not answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "this gateway is ending");
        }
    }
}
