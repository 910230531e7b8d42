package org.tenantry.gateway.api;

import java.util.Map;
import java.util.function.Supplier;
import org.tenantry.gateway.audit.Audit;
import org.tenantry.gateway.audit.Repetitions;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.instances.Streams;
import org.tenantry.gateway.nodes.Nodes;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.templates.Templates;
import org.tenantry.gateway.tenants.Tenants;
import org.tenantry.gateway.tokens.Tokens;

/**
 * Everything that the API offers over HTTP.
 *
 * @param version what {@code GET /version} tells: {@code version}, {@code cluster} and the like
 * @param readiness may block
 */
public record UseCases(
        Tenants tenants,
        Templates templates,
        Instances instances,
        Operations operations,
        Nodes nodes,
        Tokens tokens,
        Events events,
        Audit audit,
        Repetitions repetitions,
        Streams streams,
        Map<String, String> version,
        Supplier<Readiness> readiness) {}
