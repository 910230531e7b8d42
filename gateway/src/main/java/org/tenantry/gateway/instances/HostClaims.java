package org.tenantry.gateway.instances;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Writing;

/**
 * Who may have a host. One that was released is its tenant's for a while, and leads elsewhere only after every gateway that
 * lives has dropped its former route.
 *
 * @param instance that is to answer there
 */
record HostClaims(TenantId tenant, InstanceId instance, Instant now) {
    /** {@code TAKEN}, naming the field: one of these can't be had now. Whose it is stays untold, but to its own tenant. */
    void require(Reading reading, List<CanonicalHost> hosts) {
        for (int i = 0; i < hosts.size(); i++) {
            require(reading, hosts.get(i), "hosts[" + i + "]");
        }
    }

    /** Makes the instance answer at exactly these, in that order. */
    void take(Writing writing, List<CanonicalHost> hosts) {
        require(writing, hosts);
        for (HostRow held : writing.hosts().of(instance)) {
            if (!hosts.contains(held.host())) {
                writing.hosts().release(held.host());
            }
        }
        hosts.forEach(host -> take(writing, host));
        writing.hosts().arrange(instance, hosts);
    }

    private void take(Writing writing, CanonicalHost host) {
        Optional<HostRow> row = writing.hosts().find(host);
        if (row.isEmpty()) {
            writing.reservedHosts().remove(host);
            writing.hosts().insert(host, instance);
        } else if (row.get().releasedAt().isPresent()) {
            writing.hosts().retake(host, instance);
        }
    }

    private void require(Reading reading, CanonicalHost host, String field) {
        Optional<HostRow> holder = reading.hosts().find(host);
        if (holder.isEmpty()) {
            requireUnreserved(reading, host, field);
        } else if (!holder.get().instance().equals(instance)) {
            boolean own = holder.get().tenant().equals(tenant);
            boolean soon = own && holder.get().releasedAt().isPresent();
            throw taken(
                    host,
                    field,
                    soon ? "a free host; this one is being released, try again in a moment" : "a host that is free");
        }
    }

    private void requireUnreserved(Reading reading, CanonicalHost host, String field) {
        if (reading.reservedHosts()
                .holder(host, now)
                .filter(holder -> !holder.equals(tenant))
                .isPresent()) {
            throw taken(host, field, "a host that is free");
        }
    }

    private static TenantryException taken(CanonicalHost host, String field, String expected) {
        return TenantryException.field(ErrorCode.TAKEN, field, host.value(), expected);
    }
}
