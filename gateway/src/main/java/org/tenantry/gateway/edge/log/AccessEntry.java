package org.tenantry.gateway.edge.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One request as the access log tells it. The path comes without its query, which may carry what only the application may
 * know.
 *
 * @param upstream the endpoint that was asked; empty where the edge answered by itself
 * @param why what the edge did by itself: a refusal, a page, an abort; empty for a plain relayed request
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AccessEntry(
        Instant at,
        String requestId,
        String client,
        String method,
        String host,
        String path,
        Optional<String> tenant,
        Optional<String> instance,
        Optional<String> upstream,
        int status,
        long bytesIn,
        long bytesOut,
        long firstByteMillis,
        long totalMillis,
        Optional<String> why) {}
