package org.tenantry.gateway.broken.access;

import java.time.Instant;

final class Wall {
    Instant clock() {
        return Instant.now();
    }
}
