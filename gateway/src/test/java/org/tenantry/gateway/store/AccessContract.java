package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;
import static org.tenantry.gateway.store.Snapshot.assertListed;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.secret.Secret;

/** Tokens, the audit, answers kept and gateways. */
interface AccessContract extends StoreUnderTest {
    @Test
    default void findsATokenByItsHashAndKeepsNothingElseOfIt() {
        Store store = open();
        Secret token = Credential.generate("tn_", new SecureRandom());
        TenantRow acme = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));
        TokenRow row = new TokenRow(
                "k-1",
                Credential.hash(token),
                Optional.of(acme.id()),
                "laptop",
                "admin",
                Rows.NOW,
                Optional.of(Rows.NOW.plusSeconds(60)),
                Optional.empty());

        store.write(writing -> {
            writing.tokens().insert(row);
            return true;
        });

        assertFound(store, reading -> reading.tokens().byHash(Credential.hash(token)))
                .contains(row);
        assertListed(store, reading -> reading.tokens().page(acme.id(), Optional.empty(), 5))
                .containsExactly(row);
        assertThat(row.validAt(Rows.NOW)).isTrue();
        assertThat(row.validAt(Rows.NOW.plusSeconds(60))).isFalse();
        assertThat(database().contents()).contains("laptop").doesNotContain(token.reveal());
    }

    @Test
    default void revokesATokenOnce() {
        Store store = open();
        store.write(writing -> {
            writing.tokens()
                    .insert(new TokenRow(
                            "k-1", "h", Optional.empty(), "", "admin", Rows.NOW, Optional.empty(), Optional.empty()));
            return true;
        });

        for (int second = 1; second <= 2; second++) {
            int seconds = second;
            store.write(writing -> {
                writing.tokens().revoke("k-1", Rows.NOW.plusSeconds(seconds));
                return true;
            });
        }

        TokenRow revoked = store.read(reading -> reading.tokens().find("k-1")).orElseThrow();
        assertThat(revoked.revoked()).contains(Rows.NOW.plusSeconds(1));
        assertThat(revoked.validAt(Rows.NOW)).isFalse();
        Refusal.of(() -> store.write(writing -> {
                    writing.tokens().revoke("k-2", Rows.NOW);
                    return true;
                }))
                .is(ErrorCode.NOT_FOUND, "token");
    }

    @Test
    default void keepsJoinTokens() {
        Store store = open();
        JoinTokenRow row = new JoinTokenRow(
                "j-1", "h", "rack 3", "admin", Rows.NOW, Optional.of(Rows.NOW.plusSeconds(60)), Optional.empty());

        store.write(writing -> {
            writing.joinTokens().insert(row);
            return true;
        });

        assertFound(store, reading -> reading.joinTokens().byHash("h")).contains(row);
        store.write(writing -> {
            writing.joinTokens().revoke("j-1", Rows.NOW);
            return true;
        });
        assertListed(store, reading -> reading.joinTokens().page(Optional.empty(), 5))
                .singleElement()
                .matches(token -> !token.validAt(Rows.NOW));
    }

    @Test
    default void numbersTheAuditWithoutHoles() {
        Store store = open();
        TenantRow acme = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));
        AuditRow row = new AuditRow(
                0, Rows.NOW, "admin", "tenant.create", acme.id().value(), Optional.of(acme.id()), "r-1", "{}");

        AuditRow first = store.write(writing -> writing.audit().append(row));
        Refusal.of(() -> store.write(writing -> {
                    writing.audit().append(row);
                    return writing.tenants().insert(new Rows(2).tenant("acme"));
                }))
                .is(ErrorCode.TAKEN);
        AuditRow second = store.write(writing -> writing.audit().append(row));

        assertThat(List.of(first.position(), second.position())).containsExactly(1L, 2L);
        assertListed(store, reading -> reading.audit().page(Optional.empty(), 5))
                .containsExactly(second, first);
        assertListed(store, reading -> reading.audit().page(acme.id(), Optional.of(2L), 5))
                .containsExactly(first);
    }

    @Test
    default void keepsTheAnswerToARequestPerPrincipal() {
        Store store = open();
        IdempotencyRow row = new IdempotencyRow("key", "admin", "hash", 202, "{\"id\":\"o-1\"}", Rows.NOW);

        store.write(writing -> {
            writing.idempotency().insert(row);
            return true;
        });

        assertFound(store, reading -> reading.idempotency().find("admin", "key"))
                .contains(row);
        assertFound(store, reading -> reading.idempotency().find("other", "key"))
                .isEmpty();
        Refusal.of(() -> store.write(writing -> {
                    writing.idempotency().insert(row);
                    return true;
                }))
                .is(ErrorCode.TAKEN, "Idempotency-Key");
        assertThat(store.<Integer>write(writing -> writing.idempotency().removeBefore(Rows.NOW)))
                .isZero();
        assertThat(store.<Integer>write(writing -> writing.idempotency().removeBefore(Rows.NOW.plusNanos(1))))
                .isOne();
    }

    @Test
    default void keepsHowFarEachGatewayIs() {
        Store store = open();

        store.write(writing -> {
            writing.gateways().put(new GatewayRow("g1", Rows.NOW, 1));
            writing.gateways().put(new GatewayRow("g2", Rows.NOW, 2));
            writing.gateways().put(new GatewayRow("g1", Rows.NOW.plusSeconds(1), 3));
            writing.gateways().remove("g2");
            return true;
        });

        assertListed(store, reading -> reading.gateways().all())
                .containsExactly(new GatewayRow("g1", Rows.NOW.plusSeconds(1), 3));
    }
}
