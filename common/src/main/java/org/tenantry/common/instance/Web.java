package org.tenantry.common.instance;

import java.util.Optional;

/** Which service answers the web, on which port of its containers, and the path that says whether it is well. */
public record Web(ServiceName service, int port, Optional<String> healthPath) {}
