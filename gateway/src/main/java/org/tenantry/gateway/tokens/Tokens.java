package org.tenantry.gateway.tokens;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.Secret;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.Credential;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.TokenRow;
import org.tenantry.gateway.store.Writing;

/**
 * Makes, shows, revokes and verifies tokens. The store keeps hashes only, and a token is found by its hash, so that how long a
 * wrong one takes tells nothing of the right ones.
 */
public final class Tokens {
    /** What every token begins with, so that people and scanners know one when they see it. */
    public static final String PREFIX = "tt_";

    private final Store store;
    private final Trail trail;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Ids ids;

    public Tokens(Store store, Trail trail, SecureRandom random, InstantSource clock) {
        this.store = store;
        this.trail = trail;
        this.random = random;
        this.clock = clock;
        this.ids = new Ids(random);
    }

    /** A new token's text, of which nothing is kept yet; see {@link #adopt}. */
    public static Secret generate(SecureRandom random) {
        return Credential.generate(PREFIX, random);
    }

    /** Makes a token. {@code NOT_FOUND}: the tenant. */
    public CreatedToken create(Caller caller, NewToken ordered) {
        Secret token = generate(random);
        return store.write(writing -> {
            ordered.tenant().ifPresent(tenant -> requirePresent(writing, tenant));
            Instant now = clock.instant();
            TokenRow row = row(token, ordered, caller.principal(), now);
            writing.tokens().insert(row);
            CreatedToken created = new CreatedToken(view(writing, row), token);
            return trail.leave(writing, caller, entry("token.create", row), created);
        });
    }

    /** Makes a text that lies in a file already an administrator's token; one that is known stays as it is. */
    public void adopt(Secret token, String label) {
        Caller gateway = new Caller("gateway", "start");
        store.write(writing -> {
            Optional<TokenRow> known = writing.tokens().byHash(Credential.hash(token));
            if (known.isPresent()) {
                return known.get();
            }
            NewToken ordered = new NewToken(Optional.empty(), label, Optional.empty());
            TokenRow row = row(token, ordered, gateway.principal(), clock.instant());
            writing.tokens().insert(row);
            return trail.leave(writing, gateway, entry("token.adopt", row), row);
        });
    }

    /** Whose token that is; empty where it opens nothing (any more). */
    public Optional<Principal> verify(Secret token) {
        String hash = Credential.hash(token);
        return store.read(reading -> reading.tokens().byHash(hash).filter(row -> opens(reading, row)))
                .map(Tokens::principal);
    }

    /** Whether a principal's token still opens anything: what lasts long asks again and again. */
    public boolean stillValid(Principal principal) {
        return store.read(reading -> reading.tokens()
                .find(principal.token())
                .filter(row -> opens(reading, row))
                .isPresent());
    }

    /** All tokens, revoked ones too. */
    public Page<TokenView> page(PageRequest wanted) {
        return store.read(reading -> Page.of(
                reading.tokens().page(wanted.after(), wanted.oneMore()),
                wanted.limit(),
                TokenRow::id,
                row -> view(reading, row)));
    }

    /** Ends a token at once. {@code NOT_FOUND}: there is none of that id. */
    public TokenView revoke(Caller caller, String id) {
        return store.write(writing -> {
            TokenRow row = writing.tokens().find(id).orElseThrow(() -> TenantryException.notFound("token", id));
            writing.tokens().revoke(id, clock.instant());
            return trail.leave(writing, caller, entry("token.revoke", row), view(writing, row));
        });
    }

    private TokenRow row(Secret token, NewToken ordered, String by, Instant now) {
        return new TokenRow(
                ids.next("k-"),
                Credential.hash(token),
                ordered.tenant(),
                ordered.label(),
                by,
                now,
                ordered.validFor().map(now::plus),
                Optional.empty());
    }

    private boolean opens(Reading reading, TokenRow row) {
        return row.validAt(clock.instant())
                && row.tenant().map(tenant -> present(reading, tenant)).orElse(true);
    }

    private static boolean present(Reading reading, TenantId tenant) {
        return reading.tenants().find(tenant).filter(row -> !row.removed()).isPresent();
    }

    private static void requirePresent(Writing writing, TenantId tenant) {
        if (!present(writing, tenant)) {
            throw TenantryException.notFound("tenant", tenant.value());
        }
    }

    private static Principal principal(TokenRow row) {
        return row.tenant()
                .<Principal>map(tenant -> new Principal.Bound(row.id(), tenant))
                .orElseGet(() -> new Principal.Admin(row.id()));
    }

    private static TokenView view(Reading reading, TokenRow row) {
        return new TokenView(
                row.id(),
                row.tenant(),
                row.tenant().map(tenant -> reading.tenants().require(tenant).name()),
                row.label(),
                row.createdBy(),
                row.created(),
                row.expires(),
                row.revoked());
    }

    private static Trail.Entry entry(String action, TokenRow row) {
        return new Trail.Entry(action, row.id(), row.tenant(), Map.of("label", row.label()));
    }
}
