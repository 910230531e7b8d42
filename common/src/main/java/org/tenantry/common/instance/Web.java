package org.tenantry.common.instance;

import java.util.Optional;

/**
 * Which service answers the web, on which port of its containers, and the path that says whether it is well.
 *
 * @param protocol where it isn't HTTP/1.1; what was written before there was a choice has none
 */
public record Web(ServiceName service, int port, Optional<String> healthPath, Optional<WebProtocol> protocol) {
    public Web {
        protocol = protocol.filter(spoken -> spoken != WebProtocol.HTTP1);
    }

    /** One that speaks HTTP/1.1. */
    public Web(ServiceName service, int port, Optional<String> healthPath) {
        this(service, port, healthPath, Optional.empty());
    }
}
