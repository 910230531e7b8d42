package org.tenantry.gateway;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.edge.Handover;
import org.tenantry.gateway.edge.Inheritance;

/**
 * One gateway. The edge comes first and needs nothing but the snapshot of its routes: it serves while the control plane
 * waits for the store, and goes on while anything else is gone. It even outlives the rest: a successor of the same home takes
 * that first, and then the edge's sockets.
 */
public final class Gateway implements AutoCloseable, Handover.Giver {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final GatewaySettings settings;
    private final Ground ground;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private Tenure tenure;
    private Optional<Handover> offered = Optional.empty();

    /** Where a gateway listens, as it tells in {@code gateway.json} once it is ready. */
    public record Ports(long pid, int edgePort, int tlsPort, int apiPort, int agentsPort) {}

    private Gateway(Ground ground, Tenure tenure) {
        this.settings = ground.settings();
        this.ground = ground;
        this.tenure = tenure;
    }

    /** Opens the edge and the API's port, without waiting for anybody. What is refused is left as it was. */
    public static Gateway open(GatewaySettings settings) {
        Gateway gateway = open(settings, Inheritance.none());
        gateway.ground.edge().accept();
        return gateway;
    }

    /**
     * The same in the place of the gateway that runs from this home, which goes on serving until this one {@link #begin
     * begins}, or for ever if this is refused. A usual start where there is none.
     */
    public static Gateway takeOver(GatewaySettings settings) {
        // Refused before anybody gives anything up.
        settings.store();
        Inheritance inheritance = Inheritance.from(settings.handover());
        return inheritance.isThere() ? open(settings, inheritance) : open(settings);
    }

    private static Gateway open(GatewaySettings settings, Inheritance inheritance) {
        // Refused before anything listens.
        settings.store();
        Parts parts = new Parts();
        parts.keep(inheritance);
        try {
            HomeLock lock = parts.keep(HomeLock.take(settings.own()));
            Ground ground = parts.keep(Ground.open(settings, inheritance));
            Gateway gateway = new Gateway(ground, Tenure.begin(ground, lock));
            LOG.info(
                    "{}: edge on port {}, with TLS on port {}, by {}, {} routes from the snapshot",
                    settings.name(),
                    ground.edge().port(),
                    ground.edge().tlsPort(),
                    settings.edgeTransport(),
                    ground.routes().all().size());
            return gateway;
        } catch (RuntimeException refused) {
            parts.close();
            throw refused;
        }
    }

    /**
     * Opens the control plane, trying again as long as the store, or whatever else may come back, is away. Blocks until it is
     * there or the gateway is closed; what no waiting would mend closes it and is thrown. A predecessor may go after the
     * first attempt: then it is known that no waiting is needed, or that waiting will do.
     */
    public Gateway begin() {
        Tenure first = tenure();
        try {
            boolean isThere = first.attempt();
            ground.edge().accept();
            ground.inheritance().serving();
            offer();
            if (!isThere) {
                first.insist();
            }
        } catch (RuntimeException refused) {
            close();
            throw refused;
        }
        return this;
    }

    /** Blocks until the gateway is closed, by whomever. */
    void awaitEnd() throws InterruptedException {
        closed.await();
    }

    @Override
    public void giveUp() {
        LOG.info("{}: a successor asks for this home; the edge goes on", settings.name());
        tenure().close();
    }

    @Override
    public void takeBack() {
        LOG.warn("{}: the successor is gone; this gateway goes on", settings.name());
        for (int failures = 1; !isTakenBack(); failures++) {
            if (isClosingWithin(Tenure.BETWEEN.after(failures))) {
                return;
            }
        }
    }

    @Override
    public void leave() {
        LOG.info("{}: the successor serves; clients have {} to go", settings.name(), settings.drain());
        ground.edge().leave(settings.drain());
        ground.edge().close();
        close();
    }

    /** Stops in the opposite order: the edge is the last to go. */
    @Override
    public void close() {
        if (!isFirstToClose()) {
            awaitClosed();
            return;
        }
        try {
            ground.inheritance().close();
            offered().ifPresent(Handover::close);
            tenure().close();
            ground.close();
            LOG.info("{}: closed", settings.name());
        } finally {
            closed.countDown();
        }
    }

    /** Whether this gateway is the one of its home again, or nobody's any more; what is refused may be granted later. */
    private boolean isTakenBack() {
        try {
            Tenure next = Tenure.begin(ground, HomeLock.take(settings.own()));
            if (!isKept(next)) {
                next.close();
                return true;
            }
            offer();
            return isInsistedOn(next);
        } catch (TenantryException refused) {
            LOG.warn("{}: not the one of its home yet: {}", settings.name(), refused.message());
            return false;
        }
    }

    /** The edge goes on whatever the store refuses. */
    private boolean isInsistedOn(Tenure next) {
        try {
            next.insist();
            return true;
        } catch (RuntimeException refused) {
            LOG.error("{}: no control plane, while the edge goes on", settings.name(), refused);
            next.close();
            return false;
        }
    }

    /** From now on a successor may ask. Without that a restart closes the edge for a moment, and no more. */
    private void offer() {
        offered().ifPresent(Handover::close);
        try {
            Handover offer = Handover.offer(settings.handover(), ground.edge(), this);
            synchronized (this) {
                offered = Optional.of(offer);
            }
        } catch (UncheckedIOException refused) {
            LOG.warn("{}: no successor will be able to take over", settings.name(), refused);
        }
    }

    private synchronized boolean isKept(Tenure next) {
        if (closing.getCount() == 0) {
            return false;
        }
        tenure = next;
        return true;
    }

    private synchronized boolean isFirstToClose() {
        boolean isFirst = closing.getCount() > 0;
        closing.countDown();
        return isFirst;
    }

    private synchronized Tenure tenure() {
        return tenure;
    }

    private synchronized Optional<Handover> offered() {
        return offered;
    }

    private boolean isClosingWithin(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
