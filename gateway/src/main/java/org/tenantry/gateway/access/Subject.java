package org.tenantry.gateway.access;

import org.tenantry.common.tenant.TenantId;

/**
 * The thing that a request is about, resolved once from the id or name that was given: what is allowed is done to exactly
 * this id, even when its name belongs to something else a moment later.
 */
public record Subject(String id, TenantId owner) {}
