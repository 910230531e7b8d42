package org.tenantry.gateway.reconcile;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.gateway.store.Lease;
import org.tenantry.gateway.store.Store;

/**
 * Whether this gateway decides for the cluster. The lease row in the store says so, by the database's clock; what is known
 * here only saves asking: every write of a leader checks the row again. Used by one thread.
 */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final Store store;
    private final String name;
    private final Duration timeToLive;
    private Optional<Lease> lease = Optional.empty();
    private long renewAtNanos;

    Leadership(Store store, String name, Duration timeToLive) {
        this.store = store;
        this.name = name;
        this.timeToLive = timeToLive;
    }

    /** The lease, renewed once a third of it has passed; empty where another gateway has it. Blocks. */
    Optional<Lease> current() {
        long now = System.nanoTime();
        if (lease.isPresent() && now - renewAtNanos < 0) {
            return lease;
        }
        Optional<Lease> before = lease;
        lease = Optional.empty();
        lease = store.acquireOrRenewLease(name, timeToLive);
        renewAtNanos = now + timeToLive.toNanos() / 3;
        tell(before);
        return lease;
    }

    /** A write was refused for its term: somebody else leads. */
    void lost() {
        lease = Optional.empty();
    }

    /** Gives the lease back, so that another needn't wait for its end. */
    void close() {
        lease.ifPresent(store::releaseLease);
        lease = Optional.empty();
    }

    private void tell(Optional<Lease> before) {
        boolean sameTerm = lease.map(Lease::term).equals(before.map(Lease::term));
        if (!sameTerm && lease.isPresent()) {
            LOG.info("{}: leads in term {}", name, lease.get().term());
        } else if (!sameTerm) {
            LOG.info("{}: no longer leads", name);
        }
    }
}
