package org.tenantry.gateway.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tenantry.gateway.access.Permission;
import org.tenantry.gateway.nodes.Nodes;

/** What concerns the cluster: nodes, versions and the description of this API. */
final class ClusterRoutes {
    private final Nodes nodes;
    private final Map<String, String> version;

    /**
     * @param version what {@code GET /version} tells
     */
    ClusterRoutes(Nodes nodes, Map<String, String> version) {
        this.nodes = nodes;
        this.version = version;
    }

    List<ApiRoute> routes() {
        TenantOf cluster = new TenantOf.Cluster();
        return List.of(
                ApiRoute.get("/nodes")
                        .needs(Permission.NODE_READ)
                        .about(cluster)
                        .query("limit", "after")
                        .answers(exchange -> Answer.page(nodes.page(exchange.page()), exchange)),
                ApiRoute.get("/nodes/{node}")
                        .needs(Permission.NODE_READ)
                        .about(cluster)
                        .answers(exchange -> Answer.ok(nodes.view(exchange.parameter("node")))),
                ApiRoute.get("/version")
                        .needs(Permission.CLUSTER_READ)
                        .about(cluster)
                        .answers(exchange -> Answer.ok(version)),
                ApiRoute.get("/openapi.json")
                        .needs(Permission.CLUSTER_READ)
                        .about(cluster)
                        .answers(exchange -> Answer.text(200, "application/json", openApi())));
    }

    static String openApi() {
        try (InputStream in = ClusterRoutes.class.getResourceAsStream("openapi.json")) {
            return new String(Objects.requireNonNull(in, "openapi.json").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.json cannot be read from the program itself", e);
        }
    }
}
