package org.tenantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.error.TenantryException;

final class HomeFilesTest {
    private static final Map<String, String> SHARED = Map.of("TENANTRY_STORE_URL", "jdbc:postgresql://127.0.0.1/none");

    @TempDir
    Path home;

    @Test
    void makesNoKeyOfItsOwnForASharedStoreAndSaysHowToMakeOne() {
        HomeFiles files = new HomeFiles(GatewaySettings.read(home, SHARED), new SecureRandom());

        assertThatThrownBy(files::sealingKey)
                .isInstanceOf(TenantryException.class)
                .hasMessageContaining("cluster.key is missing")
                .hasMessageContaining("head -c 32 /dev/urandom | base64");
        assertThat(home.resolve("cluster.key")).doesNotExist();
    }

    @Test
    void keepsTheKeyThatItMadeForItsOwnStore() {
        HomeFiles files = new HomeFiles(GatewaySettings.read(home, Map.of()), new SecureRandom());

        String made = files.sealingKey().id();

        assertThat(files.sealingKey().id()).isEqualTo(made);
    }
}
