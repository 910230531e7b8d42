package org.tenantry.agent.session;

import org.tenantry.agent.home.Supplies;

/**
 * What sessions are about: what the agent has, what it has to say, what its workers ask, and what
 * assignments refer to.
 */
public record Desk(Holdings holdings, Outbox outbox, Inquiries inquiries, Supplies supplies) {}
