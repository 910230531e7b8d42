package org.tenantry.gateway;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.control.Blocking;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/**
 * One gateway. The edge comes first and needs nothing but the snapshot of its routes: it serves while the control plane
 * waits for the store, and goes on while anything else is gone.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Backoff BETWEEN = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final GatewaySettings settings;
    private final Ground ground;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<ControlPlane> control = Optional.empty();

    /** Where a gateway listens, as it tells in {@code gateway.json} once it is ready. */
    public record Ports(long pid, int edgePort, int tlsPort, int apiPort, int agentsPort) {}

    private Gateway(GatewaySettings settings, Ground ground) {
        this.settings = settings;
        this.ground = ground;
    }

    /** Opens the edge and the API's port, without waiting for anybody. What is refused is left as it was. */
    public static Gateway open(GatewaySettings settings) {
        // Refused before anything listens.
        settings.store();
        Gateway gateway = new Gateway(settings, Ground.open(settings));
        LOG.info(
                "{}: edge on port {}, with TLS on port {}, {} routes from the snapshot",
                settings.name(),
                gateway.ground.edge().port(),
                gateway.ground.edge().tlsPort(),
                gateway.ground.routes().all().size());
        return gateway;
    }

    /**
     * Opens the control plane, trying again as long as the store, or whatever else may come back, is away. Blocks until it is
     * there or the gateway is closed; what no waiting would mend closes it and is thrown.
     */
    public Gateway begin() {
        for (int failures = 1; !attempted(failures); failures++) {
            if (closedWithin(BETWEEN.after(failures))) {
                break;
            }
        }
        return this;
    }

    /** Stops in the opposite order: the edge is the last to go. */
    @Override
    public void close() {
        Optional<ControlPlane> there;
        synchronized (this) {
            if (closed.getCount() == 0) {
                return;
            }
            closed.countDown();
            there = control;
        }
        Blocking.await(ground.api().close());
        there.ifPresent(ControlPlane::close);
        ground.close();
        LOG.info("{}: closed", settings.name());
    }

    private boolean attempted(int attempt) {
        try {
            keep(ControlPlane.open(ground));
            return true;
        } catch (TenantryException refused) {
            waitOrEnd(refused, attempt);
        } catch (UncheckedIOException disk) {
            waitOrEnd(TenantryException.of(ErrorCode.UNAVAILABLE, disk.getMessage() + ": " + disk.getCause()), attempt);
        } catch (RuntimeException bug) {
            close();
            throw bug;
        }
        return false;
    }

    private void waitOrEnd(TenantryException refused, int attempt) {
        if (!refused.code().retryable()) {
            close();
            throw refused;
        }
        ground.api().refuse(refused);
        LOG.warn(
                "{}: attempt {} at the control plane, while the edge goes on: {}",
                settings.name(),
                attempt,
                refused.message());
    }

    /** One that comes after the gateway was closed is closed too. */
    private void keep(ControlPlane made) {
        synchronized (this) {
            if (closed.getCount() > 0) {
                control = Optional.of(made);
                LOG.info(
                        "{}: ready; API on port {}",
                        settings.name(),
                        ground.api().port());
                return;
            }
        }
        made.close();
    }

    private boolean closedWithin(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
