package org.tenantry.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @Test
    void theDocumentDescribesExactlyWhatIsServed(@TempDir Path directory) {
        try (ApiWorld world = ApiWorld.open(directory)) {
            Map<String, String> served = new TreeMap<>();
            for (ApiRoute route : world.routes().routes()) {
                served.put(route.toString(), route.permission().orElseThrow().word());
            }

            ApiDocument document =
                    new ApiDocument(world.get(world.admin(), "/openapi.json").body());

            assertThat(document.permissions()).isEqualTo(served);
            for (ApiRoute route : world.routes().routes()) {
                String name = route.toString();
                assertThat(document.query(name)).as(name).isEqualTo(new TreeSet<>(route.query()));
                assertThat(document.describesBody(name))
                        .as(name)
                        .isEqualTo(route.takes(ApiRoute.Takes.BODY) || route.takes(ApiRoute.Takes.FILES));
                assertThat(document.describesHeader(name, "Idempotency-Key"))
                        .as(name)
                        .isEqualTo(route.takes(ApiRoute.Takes.KEY));
                assertThat(document.describesHeader(name, "If-Match"))
                        .as(name)
                        .isEqualTo(route.takes(ApiRoute.Takes.VERSION));
            }
        }
    }
}
