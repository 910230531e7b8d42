package org.tenantry.gateway.edge;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The route table on disk, so that a gateway that starts serves at once, whoever else is gone. The file carries a format
 * number; a newer one is refused and left untouched.
 */
public final class RouteSnapshot {
    private RouteSnapshot() {}

    /** Writes all routes, replacing the file as one step. */
    public static void save(Path file, Collection<Route> routes) {
        throw new UnsupportedOperationException(file + " " + routes);
    }

    /** The routes of the file; none where there is no file. */
    public static List<Route> load(Path file) {
        throw new UnsupportedOperationException(file.toString());
    }
}
