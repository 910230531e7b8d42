package org.tenantry.gateway.templates;

import java.util.Optional;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.tenant.TenantName;

/**
 * What a Compose file may learn of its instance, as {@code TENANTRY_HOST} (its first host; empty where it has none), {@code
 * TENANTRY_TENANT}, {@code TENANTRY_TENANT_TITLE}, {@code TENANTRY_INSTANCE}, {@code TENANTRY_INSTANCE_ID} and {@code
 * TENANTRY_TEMPLATE}.
 */
public record Facts(
        Optional<CanonicalHost> host,
        TenantName tenant,
        String tenantTitle,
        InstanceName instance,
        InstanceId instanceId) {}
