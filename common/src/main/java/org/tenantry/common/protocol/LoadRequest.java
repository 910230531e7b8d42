package org.tenantry.common.protocol;

import org.tenantry.common.instance.Endpoint;

/** Asks what is under way to an endpoint, and whether more may be sent there. */
public record LoadRequest(Endpoint endpoint) {}
