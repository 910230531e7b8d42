package org.tenantry.agent.session;

/** What sessions are about: what the agent has, what it has to say, and what its workers ask. */
public record Desk(Holdings holdings, Outbox outbox, Inquiries inquiries) {}
