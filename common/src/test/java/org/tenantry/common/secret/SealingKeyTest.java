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
    void aFingerprintIsTheSameForTheSameTextPurposeAndKeyOnly() {
        SealingKey other = SealingKey.parse(SealingKey.generate(random), random);
        String fingerprint = key.fingerprint("hunter2", "a");

        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(SealingKey.parse(text, random).fingerprint("hunter2", "a")).isEqualTo(fingerprint);
        assertThat(key.fingerprint("hunter3", "a")).isNotEqualTo(fingerprint);
        assertThat(key.fingerprint("hunter2", "b")).isNotEqualTo(fingerprint);
        assertThat(other.fingerprint("hunter2", "a")).isNotEqualTo(fingerprint);
    }

    /** Kept in stores: another one would take every repetition for another request. */
    @Test
    void aFingerprintStaysWhatItIsFromReleaseToRelease() {
        SealingKey zeros = SealingKey.parse(Secret.of("A".repeat(43) + "="), random);

        assertThat(zeros.fingerprint("text", "idempotency"))
                .isEqualTo("19d8b96bc4fd7ce98540e8ddf510878d99181d5f3c154b936f7977926fe32988");
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
