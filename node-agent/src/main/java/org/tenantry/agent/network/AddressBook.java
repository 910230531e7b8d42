package org.tenantry.agent.network;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;

/**
 * Gives workers that make networks at the same time different blocks. A block is reserved until its network exists, or
 * could not be made; from then on it is seen in use.
 */
public final class AddressBook {
    private final AddressPool pool;
    private final Supplier<? extends Collection<Subnet>> used;
    private final Ids ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Subnet> reserved = new HashSet<>();
    private Optional<Subnet> last = Optional.empty();

    /**
     * @param used what the host and the engine use now
     * @param ids for the names of bridge devices
     */
    public AddressBook(AddressPool pool, Supplier<? extends Collection<Subnet>> used, Ids ids) {
        this.pool = pool;
        this.used = used;
        this.ids = ids;
    }

    /** A block that nobody uses and a device name that nobody ever used; close it when the network exists. */
    public Reservation reserve() {
        lock.lock();
        try {
            Set<Subnet> taken = new HashSet<>(used.get());
            taken.addAll(reserved);
            Subnet block = pool.next(taken, last)
                    .orElseThrow(() -> TenantryException.of(
                            ErrorCode.UNAVAILABLE,
                            "no block of addresses is free in " + pool.range() + "; another range can be set"));
            reserved.add(block);
            last = Optional.of(block);
            return new Reservation(block, ids.next("tn-"));
        } finally {
            lock.unlock();
        }
    }

    /** A block and a device name for one network. */
    public final class Reservation implements AutoCloseable {
        private final Subnet subnet;
        private final String device;

        private Reservation(Subnet subnet, String device) {
            this.subnet = subnet;
            this.device = device;
        }

        public Subnet subnet() {
            return subnet;
        }

        /** The bridge's name, 15 characters, as many as the kernel takes. */
        public String device() {
            return device;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                reserved.remove(subnet);
            } finally {
                lock.unlock();
            }
        }
    }
}
