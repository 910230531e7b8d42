package org.tenantry.agent.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.runtime.NetworkOrder;
import org.tenantry.agent.runtime.Owner;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceNetwork;

/**
 * Makes networks with addresses that nobody uses. Several are made at once, so one that is being made counts as used; and
 * since others make networks on this machine too, a block that turns out to be taken is given up for the next.
 */
final class Networks {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final int ATTEMPTS = 5;

    private final Runtime runtime;
    private final Function<Collection<Subnet>, Subnet> free;
    private final Supplier<String> devices;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Subnet> reserved = new HashSet<>();

    /**
     * @param free a block beside those that are used; throws where there is none
     * @param devices names of bridges that were never used
     */
    Networks(Runtime runtime, Function<Collection<Subnet>, Subnet> free, Supplier<String> devices) {
        this.runtime = runtime;
        this.free = free;
        this.devices = devices;
    }

    void make(Owner owner, InstanceNetwork network) {
        List<Subnet> refused = new ArrayList<>();
        while (!made(owner, network, refused)) {
            LOG.info("{}: network {}: {} is in use, trying another", owner.instance(), network.name(), refused);
        }
    }

    private boolean made(Owner owner, InstanceNetwork network, List<Subnet> refused) {
        Subnet subnet = reserve(refused);
        try {
            runtime.createNetwork(new NetworkOrder(owner, network.name(), subnet, devices.get(), network.internal()));
            return true;
        } catch (TenantryException taken) {
            refused.add(subnet);
            if (taken.code() != ErrorCode.CONFLICT || refused.size() >= ATTEMPTS) {
                throw taken;
            }
            return false;
        } finally {
            release(subnet);
        }
    }

    private Subnet reserve(List<Subnet> refused) {
        lock.lock();
        try {
            List<Subnet> used = new ArrayList<>(runtime.subnets());
            used.addAll(refused);
            used.addAll(reserved);
            Subnet subnet = free.apply(used);
            reserved.add(subnet);
            return subnet;
        } finally {
            lock.unlock();
        }
    }

    private void release(Subnet subnet) {
        lock.lock();
        try {
            reserved.remove(subnet);
        } finally {
            lock.unlock();
        }
    }
}
