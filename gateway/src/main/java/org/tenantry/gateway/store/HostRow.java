package org.tenantry.gateway.store;

import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

/**
 * Where an instance answers. A released host is kept until every gateway that lives has applied the feed up to its release:
 * only then may another instance have it.
 *
 * @param releasedAt the position in the feed of its release
 */
public record HostRow(CanonicalHost host, InstanceId instance, TenantId tenant, Optional<Long> releasedAt) {}
