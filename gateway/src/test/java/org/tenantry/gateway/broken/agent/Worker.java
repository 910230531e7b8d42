package org.tenantry.gateway.broken.agent;

/** Stands for the other program. */
public final class Worker {}
