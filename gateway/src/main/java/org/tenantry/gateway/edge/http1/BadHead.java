package org.tenantry.gateway.edge.http1;

/** A head that is refused before anybody interpreted it: the status to answer with, and why, for the log. */
public record BadHead(int status, String why) {}
