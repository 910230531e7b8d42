package org.tenantry.common.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.TenantryException;

class SealingKeyTest {
    private static final byte[] PLAIN = "hunter2 hunter2 hunter2".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final Secret text = SealingKey.generate(random);
    private final SealingKey key = SealingKey.parse(text, random);

    @Test
    void whatIsSealedOpensWithTheSameKeyForTheSamePurpose() {
        byte[] sealed = key.seal(PLAIN, "secret/a");

        assertThat(SealingKey.parse(text, random).open(sealed, "secret/a")).isEqualTo(PLAIN);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
    }

    @Test
    void itOpensForNoOtherPurposeWithNoOtherKeyAndWithNoBitChanged() {
        byte[] sealed = key.seal(PLAIN, "secret/a");
        byte[] changed = sealed.clone();
        changed[changed.length / 2] ^= 1;
        SealingKey other = SealingKey.parse(SealingKey.generate(random), random);

        assertThatThrownBy(() -> key.open(sealed, "secret/b")).isInstanceOf(TenantryException.class);
        assertThatThrownBy(() -> other.open(sealed, "secret/a")).isInstanceOf(TenantryException.class);
        assertThatThrownBy(() -> key.open(changed, "secret/a")).isInstanceOf(TenantryException.class);
        assertThatThrownBy(() -> key.open(new byte[3], "secret/a")).isInstanceOf(TenantryException.class);
    }

    @Test
    void theSameTextIsNeverSealedTheSameWayTwice() {
        assertThat(key.seal(PLAIN, "secret/a")).isNotEqualTo(key.seal(PLAIN, "secret/a"));
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> SealingKey.parse(Secret.of("not a key"), random))
                .hasMessageContaining("32 bytes in Base64")
                .hasMessageNotContaining("not a key");
    }

    @Test
    void aSecretDoesNotShowItself() {
        assertThat(text.toString()).isEqualTo("(secret)");
        assertThat(String.valueOf(new Object[] {text}[0])).doesNotContain(text.reveal());
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }
}
