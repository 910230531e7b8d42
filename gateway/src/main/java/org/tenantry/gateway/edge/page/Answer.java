package org.tenantry.gateway.edge.page;

import java.util.Map;

/** An answer of the edge's own, for whatever protocol it is written in; without length and connection. */
public record Answer(int status, Map<String, String> fields, byte[] body) {}
