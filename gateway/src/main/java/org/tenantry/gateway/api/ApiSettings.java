package org.tenantry.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Supplier;
import org.tenantry.common.protocol.Ids;

/**
 * Where and how the API is served.
 *
 * @param port 0 is any free one
 * @param version what {@code GET /version} tells: {@code version}, {@code cluster} and the like
 * @param readiness may block
 */
public record ApiSettings(
        String listen,
        int port,
        Map<String, String> version,
        Supplier<Readiness> readiness,
        PrometheusMeterRegistry meters,
        Ids ids) {}
