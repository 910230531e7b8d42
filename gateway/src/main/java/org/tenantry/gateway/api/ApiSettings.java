package org.tenantry.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.tenantry.common.protocol.Ids;

/**
 * Where and how the API is served.
 *
 * @param port 0 is any free one
 */
public record ApiSettings(String listen, int port, PrometheusMeterRegistry meters, Ids ids) {}
