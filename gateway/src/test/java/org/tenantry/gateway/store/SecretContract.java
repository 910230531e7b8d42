package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertSecrets;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;

/** Secrets come back, and are nowhere to be seen. */
interface SecretContract extends StoreUnderTest {
    @Test
    default void sealsSecretsOnTheDisk() {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));

        store.write(writing -> {
            writing.secrets().put(acme.id(), "db_password", Secret.of("first-Wn5qkT"));
            writing.secrets().put(acme.id(), "db_password", Secret.of("second-Wn5qkT"));
            writing.secrets().put(acme.id(), "cookie_key", Secret.of("third-Wn5qkT"));
            return true;
        });

        assertSecrets(store, reading -> reading.secrets().of(acme.id()))
                .containsOnlyKeys("cookie_key", "db_password")
                .containsEntry("db_password", Secret.of("second-Wn5qkT"))
                .containsEntry("cookie_key", Secret.of("third-Wn5qkT"));
        assertThat(database().contents()).contains("db_password").doesNotContain("Wn5qkT");
        store.close();
        assertThat(database().contents()).contains("db_password").doesNotContain("Wn5qkT");
    }

    @Test
    default void namesTheKeyThatIsMissing() {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));
        store.write(writing -> {
            writing.secrets().put(acme.id(), "db_password", Secret.of("hush"));
            return true;
        });
        store.close();

        Secret otherKey = SealingKey.generate(new SecureRandom());
        try (Store other = StoreContract.open(database().settings(), otherKey)) {
            Refusal.of(() -> other.read(reading -> reading.secrets().of(acme.id())))
                    .is(ErrorCode.INVALID, "cluster key")
                    .says("which the secrets are sealed with");
        }
    }

    @Test
    default void forgetsTheSecretsOfAnInstance() {
        Store store = open();
        InstanceRow acme = store.write(writing -> new Rows(1).written(writing, "acme"));

        store.write(writing -> {
            writing.secrets().put(acme.id(), "db_password", Secret.of("hush"));
            writing.secrets().remove(acme.id());
            return true;
        });

        assertSecrets(store, reading -> reading.secrets().of(acme.id())).isEmpty();
    }
}
