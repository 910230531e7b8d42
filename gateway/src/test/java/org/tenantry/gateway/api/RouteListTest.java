package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.gateway.access.Permission;

class RouteListTest {
    private static final ApiRoute WHOLE = ApiRoute.get("/things")
            .needs(Permission.CLUSTER_READ)
            .about(new TenantOf.Cluster())
            .answers(exchange -> Answer.nothing());

    @Test
    void aRouteWithoutPermissionOrTenantDoesNotStart() {
        ApiRoute bare = ApiRoute.get("/bare").answers(exchange -> Answer.nothing());
        ApiRoute nobodys = bare.needs(Permission.CLUSTER_READ);

        assertThatThrownBy(() -> RouteList.of(List.of(WHOLE, bare)))
                .hasMessageContaining("GET /bare declares no permission")
                .hasMessageContaining("GET /bare declares no tenant");
        assertThatThrownBy(() -> RouteList.of(List.of(nobodys))).hasMessage("route GET /bare declares no tenant");
    }

    @Test
    void aRouteThatIsThereTwiceDoesNotStart() {
        assertThatThrownBy(() -> RouteList.of(List.of(WHOLE), List.of(WHOLE)))
                .hasMessageContaining("GET /things is declared twice");
    }

    @Test
    void everyRouteOfTheApiIsWhole(@TempDir Path directory) {
        try (ApiWorld world = ApiWorld.open(directory)) {
            assertThat(world.routes().routes())
                    .allMatch(route -> route.undeclared().isEmpty());
        }
    }
}
