package org.tenantry.gateway.broken.store;

/** What leaves must not touch. */
public final class Rows {}
