package org.tenantry.gateway.broken.reconcile;

import java.nio.file.Files;
import java.nio.file.Path;

final class Planner {
    boolean looks(Path at) {
        return Files.exists(at);
    }
}
