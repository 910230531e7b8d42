package org.tenantry.common.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tenantry.common.json.Json;

class FailureTest {
    @Test
    void oneOfAnAgentThatDidNotKnowOfKeysBlamesNone() {
        String told = "{\"reason\":\"it ended\",\"exitCode\":3,\"lastLog\":[\"a\"]}";

        Failure read = Json.read(Json.sealed(), told, Failure.class);

        assertThat(read.key()).isEmpty();
        assertThat(Json.write(Json.sealed(), read)).isEqualTo(told);
    }

    @Test
    void blamesTheSameAfterItWasTold() {
        Failure failure = Failure.because("no image").blaming(Optional.of("image"));

        assertThat(Json.read(Json.sealed(), Json.write(Json.sealed(), failure), Failure.class))
                .isEqualTo(failure);
    }
}
