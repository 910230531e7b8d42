package org.tenantry.agent.runtime;

import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

/** Whose something is. */
public record Owner(InstanceId instance, TenantId tenant) {}
