package org.tenantry.agent.worker;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.firewall.Firewall;
import org.tenantry.agent.network.AddressBook;
import org.tenantry.agent.runtime.HeldNetwork;
import org.tenantry.agent.runtime.Inventory;
import org.tenantry.agent.runtime.NetworkOrder;
import org.tenantry.agent.runtime.Owner;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceNetwork;

/**
 * Makes networks, and nothing may be started in one that the firewall doesn't cover. Others make some on this machine too, so
 * a block that turns out to be taken is given up for the next.
 */
final class Networks {
    private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
    private static final int ATTEMPTS = 5;

    private final Runtime runtime;
    private final AddressBook addresses;
    private final Firewall firewall;

    Networks(Runtime runtime, AddressBook addresses, Firewall firewall) {
        this.runtime = runtime;
        this.addresses = addresses;
        this.firewall = firewall;
    }

    void make(Owner owner, InstanceNetwork network) {
        for (int attempt = 1; !made(owner, network, attempt); attempt++) {
            LOG.debug("{}: network {} gets another block", owner.instance(), network.name());
        }
    }

    /** Before anything is started in them. */
    void cover(Inventory instance) {
        firewall.cover(instance.networks());
    }

    void remove(String id, Inventory instance) {
        runtime.removeNetwork(id);
        instance.networks().stream().filter(network -> network.id().equals(id)).forEach(firewall::forget);
    }

    private boolean made(Owner owner, InstanceNetwork network, int attempt) {
        try (AddressBook.Reservation block = addresses.reserve()) {
            HeldNetwork made = runtime.createNetwork(
                    new NetworkOrder(owner, network.name(), block.subnet(), block.device(), network.internal()));
            firewall.cover(List.of(made));
            return true;
        } catch (TenantryException taken) {
            if (taken.code() != ErrorCode.CONFLICT || attempt >= ATTEMPTS) {
                throw taken;
            }
            LOG.info("{}: network {}: {}", owner.instance(), network.name(), taken.message());
            return false;
        }
    }
}
