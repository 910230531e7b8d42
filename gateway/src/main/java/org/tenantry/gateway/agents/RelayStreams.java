package org.tenantry.gateway.agents;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.RelayOpening;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.instances.Desired;
import org.tenantry.gateway.instances.Streams;

/** Logs and commands over the relay of the node that an instance is placed on. */
public final class RelayStreams implements Streams {
    private static final int CONNECT_PATIENCE_MILLIS = 3_000;

    private final Vertx vertx;
    private final NetClient client;
    private final Desired desired;
    private final Function<NodeId, Future<Registration.RelayAddress>> relays;

    public RelayStreams(Vertx vertx, Desired desired, Sessions sessions) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(CONNECT_PATIENCE_MILLIS)
                .setTcpNoDelay(true));
        this.desired = desired;
        this.relays = sessions::relay;
    }

    @Override
    public Future<Opened> logs(InstanceId instance, ReplicaKey replica, LogOptions options) {
        return open(
                instance,
                key -> new RelayOpening(
                        RelayOpening.FORMAT,
                        key,
                        RelayOpening.Kind.LOGS,
                        instance,
                        replica,
                        options.tail(),
                        options.follow(),
                        List.of()));
    }

    @Override
    public Future<Opened> exec(InstanceId instance, ReplicaKey replica, List<String> command) {
        return open(
                instance,
                key -> new RelayOpening(
                        RelayOpening.FORMAT, key, RelayOpening.Kind.EXEC, instance, replica, 0, false, command));
    }

    private Future<Opened> open(InstanceId instance, Function<Secret, RelayOpening> opening) {
        Context context = vertx.getOrCreateContext();
        return node(instance)
                .compose(relays)
                .transform(relay -> on(context, relay))
                .compose(relay -> client.connect(relay.port(), relay.host())
                        .recover(away -> Future.failedFuture(TenantryException.of(
                                ErrorCode.UNAVAILABLE, "the node of instance " + instance + " cannot be reached")))
                        .compose(socket -> begin(socket, opening.apply(relay.key()))));
    }

    /** The bus answers on loops of its own; a stream stays on one of those that serve its reader. */
    private static <T> Future<T> on(Context context, AsyncResult<T> result) {
        Promise<T> there = Promise.promise();
        context.runOnContext(ignored -> there.handle(result));
        return there.future();
    }

    private Future<NodeId> node(InstanceId instance) {
        return desired.of(instance)
                .flatMap(wanted -> wanted.placement())
                .map(placement -> Future.succeededFuture(placement.node()))
                .orElseGet(() -> Future.failedFuture(
                        TenantryException.of(ErrorCode.CONFLICT, "instance " + instance + " is on no node yet")));
    }

    private Future<Opened> begin(NetSocket socket, RelayOpening opening) {
        RelayStream stream = new RelayStream(socket, vertx.getOrCreateContext());
        byte[] bytes = Json.write(Json.sealed(), opening).getBytes(StandardCharsets.UTF_8);
        return socket.write(Buffer.buffer().appendInt(bytes.length).appendBytes(bytes))
                .compose(sent -> stream.accepted())
                .map(ignored -> new Opened(stream, stream.outcome(), socket::close));
    }
}
