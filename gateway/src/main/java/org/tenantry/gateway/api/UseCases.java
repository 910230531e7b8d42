package org.tenantry.gateway.api;

import org.tenantry.gateway.audit.Repetitions;
import org.tenantry.gateway.events.Events;
import org.tenantry.gateway.instances.Instances;
import org.tenantry.gateway.instances.Streams;
import org.tenantry.gateway.nodes.Nodes;
import org.tenantry.gateway.operations.Operations;
import org.tenantry.gateway.templates.Templates;
import org.tenantry.gateway.tenants.Tenants;
import org.tenantry.gateway.tokens.Tokens;

/** Everything that the API offers over HTTP. */
public record UseCases(
        Tenants tenants,
        Templates templates,
        Instances instances,
        Operations operations,
        Nodes nodes,
        Tokens tokens,
        Events events,
        Repetitions repetitions,
        Streams streams) {}
