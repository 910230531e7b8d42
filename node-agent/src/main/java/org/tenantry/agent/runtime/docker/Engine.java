package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * The line to one engine. It speaks the engine's own version of the API, at least 1.41, and asks for it at the first call,
 * and again after the engine was away: it may have been upgraded.
 *
 * <p>Each call runs on a virtual thread of its own and is interrupted when it is late, since the socket itself knows no
 * timeouts. Calls and streams have connections apart, both without a limit: a stream never keeps a call waiting.
 */
final class Engine implements AutoCloseable {
    private static final RemoteApiVersion OLDEST = RemoteApiVersion.create(1, 41);

    private final DockerSettings settings;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DockerHttpClient calls;
    private final DockerHttpClient streams;
    private volatile Optional<Clients> clients = Optional.empty();
    private volatile Optional<Traits> traits = Optional.empty();

    /** The two ways to speak to the engine. */
    private record Clients(DockerClient calls, DockerClient streams, String api) {}

    Engine(DockerSettings settings) {
        this.settings = settings;
        this.calls = new FreshConnections(transport(settings));
        this.streams = transport(settings);
    }

    private static ZerodepDockerHttpClient transport(DockerSettings settings) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(settings.engine())
                .build();
    }

    /** How long a call may take. */
    Duration callTimeout() {
        return settings.callTimeout();
    }

    /** Calls the engine, within the usual time. */
    <T> T call(Function<DockerClient, T> work) {
        return call(settings.callTimeout(), work);
    }

    /** Calls the engine, within that time. */
    <T> T call(Duration timeout, Function<DockerClient, T> work) {
        return bounded(timeout, () -> work.apply(negotiated().calls()));
    }

    /** The client for what streams; a stream is begun by the call and goes on after it. */
    <T> T stream(Function<DockerClient, T> work) {
        return bounded(settings.callTimeout(), () -> work.apply(negotiated().streams()));
    }

    /** Does something else with the engine, within the usual time. */
    <T> T bounded(Callable<T> work) {
        return bounded(settings.callTimeout(), work);
    }

    /** The engine's socket. */
    URI address() {
        return settings.engine();
    }

    /** The version of the API that is spoken. */
    String api() {
        return bounded(settings.callTimeout(), () -> negotiated().api());
    }

    /** What it is like; asked once, and again when it was away. */
    Traits traits() {
        Traits known =
                traits.orElseGet(() -> call(docker -> Traits.of(docker.infoCmd().exec())));
        traits = Optional.of(known);
        return known;
    }

    /** Asks the engine for its version again before the next call. */
    void forget() {
        clients = Optional.empty();
        traits = Optional.empty();
    }

    private Clients negotiated() {
        Optional<Clients> known = clients;
        if (known.isPresent()) {
            return known.get();
        }
        RemoteApiVersion api = RemoteApiVersion.parseConfig(unversioned());
        if (!api.isGreaterOrEqual(OLDEST)) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "engine",
                    "Docker API " + api.getVersion(),
                    OLDEST.getVersion() + " or later, Docker 20.10");
        }
        DockerClientConfig config = config(api);
        Clients fresh = new Clients(
                DockerClientImpl.getInstance(config, calls),
                DockerClientImpl.getInstance(config, streams),
                api.getVersion());
        clients = Optional.of(fresh);
        return fresh;
    }

    private String unversioned() {
        return DockerClientImpl.getInstance(config(RemoteApiVersion.unknown()), calls)
                .versionCmd()
                .exec()
                .getApiVersion();
    }

    private DockerClientConfig config(RemoteApiVersion api) {
        return new DefaultDockerClientConfig.Builder()
                .withDockerHost(settings.engine().toString())
                .withDockerTlsVerify(false)
                .withDockerConfig(settings.logins().toString())
                .withApiVersion(api)
                .build();
    }

    private <T> T bounded(Duration timeout, Callable<T> work) {
        Future<T> answer = threads.submit(work);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw TenantryException.of(
                    ErrorCode.UNAVAILABLE, "the engine did not answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the call to the engine was interrupted");
        } catch (ExecutionException failure) {
            throw Faults.of(failure.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            calls.close();
            streams.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
