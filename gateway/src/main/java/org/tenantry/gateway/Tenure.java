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

/** The time in which a gateway is the one of its home: its seat, and the control plane as soon as that can be had. */
final class Tenure implements AutoCloseable {
    /** How long to wait before trying again what was refused for now. */
    static final Backoff BETWEEN = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private final Ground ground;
    private final Seat seat;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<ControlPlane> control = Optional.empty();
    private int failures;

    private Tenure(Ground ground, Seat seat) {
        this.ground = ground;
        this.seat = seat;
    }

    /** Begins with the API's port. Where that is refused, the home is given back. */
    static Tenure begin(Ground ground, HomeLock lock) {
        return new Tenure(ground, Seat.take(ground, lock));
    }

    /**
     * Opens the control plane, trying again as long as the store, or whatever else may come back, is away. Blocks until it is
     * there or this is closed; throws what no waiting would mend.
     */
    void insist() {
        while (!attempt()) {
            if (isClosedWithin(BETWEEN.after(failures))) {
                return;
            }
        }
    }

    /** Tries once; false where another attempt may do better. Throws what no waiting would mend. */
    boolean attempt() {
        try {
            keep(ControlPlane.open(ground, seat));
            return true;
        } catch (TenantryException refused) {
            await(refused);
        } catch (UncheckedIOException disk) {
            await(TenantryException.of(ErrorCode.UNAVAILABLE, disk.getMessage() + ": " + disk.getCause()));
        }
        return false;
    }

    private void await(TenantryException refused) {
        if (!refused.code().retryable()) {
            throw refused;
        }
        failures++;
        seat.api().refuse(refused);
        LOG.warn(
                "{}: attempt {} at the control plane, while the edge goes on: {}",
                ground.settings().name(),
                failures,
                refused.message());
    }

    /** One that comes after the end is closed too. */
    private void keep(ControlPlane made) {
        synchronized (this) {
            if (closed.getCount() > 0) {
                control = Optional.of(made);
                LOG.info(
                        "{}: ready; API on port {}",
                        ground.settings().name(),
                        seat.api().port());
                return;
            }
        }
        made.close();
    }

    boolean isClosedWithin(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops in the opposite order. Afterwards another gateway may take the home. */
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
        Blocking.await(seat.api().close());
        there.ifPresent(ControlPlane::close);
        seat.close();
    }
}
