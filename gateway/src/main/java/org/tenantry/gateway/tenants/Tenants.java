package org.tenantry.gateway.tenants;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.TenantRow;
import org.tenantry.gateway.store.TokenRow;
import org.tenantry.gateway.store.Writing;

/** Creates, shows and removes tenants. */
public final class Tenants {
    private final Store store;
    private final Trail trail;
    private final Ids ids;
    private final InstantSource clock;

    public Tenants(Store store, Trail trail, Ids ids, InstantSource clock) {
        this.store = store;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates a tenant. {@code TAKEN}: the name. */
    public TenantView create(Caller caller, NewTenant ordered) {
        return store.write(writing -> {
            if (writing.tenants().byName(ordered.name()).isPresent()) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, "name", ordered.name().value(), "a name that no tenant has");
            }
            TenantRow row = writing.tenants()
                    .insert(new TenantRow(
                            new TenantId(ids.next("t-")),
                            ordered.name(),
                            ordered.title(),
                            ordered.plan(),
                            false,
                            clock.instant(),
                            0));
            return trail.leave(writing, caller, entry("tenant.create", row), view(writing, row));
        });
    }

    /** What is there by that id or name. */
    public Optional<Subject> locate(String idOrName) {
        return store.read(reading -> find(reading, idOrName))
                .map(row -> new Subject(row.id().value(), row.id()));
    }

    /** One tenant, or {@code NOT_FOUND}. */
    public TenantView view(TenantId id) {
        return store.read(reading -> view(reading, present(reading, id)));
    }

    /** All tenants, or the only one of a scope. */
    public Page<TenantView> page(Optional<TenantId> scope, PageRequest wanted) {
        return store.read(reading -> {
            List<TenantRow> rows = scope.map(id -> reading.tenants().find(id).stream()
                            .filter(row -> !row.removed() && wanted.after().isEmpty())
                            .toList())
                    .orElseGet(() -> reading.tenants().page(wanted.after().map(Tenants::cursor), wanted.oneMore()));
            return Page.of(rows, wanted.limit(), row -> row.id().value(), row -> view(reading, row));
        });
    }

    /** Removes a tenant that has no instance, with its tokens. {@code CONFLICT}: it has. */
    public TenantView remove(Caller caller, TenantId id, OptionalLong expected) {
        return store.write(writing -> {
            TenantRow row = present(writing, id);
            if (expected.isPresent() && expected.getAsLong() != row.version()) {
                throw TenantryException.field(
                        ErrorCode.VERSION_MISMATCH,
                        "If-Match",
                        String.valueOf(expected.getAsLong()),
                        "" + row.version());
            }
            if (!writing.instances().page(id, Optional.empty(), 1).isEmpty()) {
                throw TenantryException.of(
                        ErrorCode.CONFLICT,
                        "tenant " + row.name() + " has instances (expected: none; remove them first)");
            }
            revokeTokens(writing, id, clock.instant());
            TenantRow removed = writing.tenants().update(row.withRemoved());
            return trail.leave(writing, caller, entry("tenant.remove", removed), view(writing, removed));
        });
    }

    private static void revokeTokens(Writing writing, TenantId tenant, Instant now) {
        Optional<String> after = Optional.empty();
        List<TokenRow> page;
        do {
            page = writing.tokens().page(tenant, after, PageRequest.MOST);
            for (TokenRow token : page) {
                writing.tokens().revoke(token.id(), now);
                after = Optional.of(token.id());
            }
        } while (page.size() == PageRequest.MOST);
    }

    private static Optional<TenantRow> find(Reading reading, String idOrName) {
        Optional<TenantRow> byId = id(idOrName).flatMap(reading.tenants()::find).filter(row -> !row.removed());
        return byId.or(() -> name(idOrName).flatMap(reading.tenants()::byName));
    }

    private static TenantRow present(Reading reading, TenantId id) {
        return reading.tenants()
                .find(id)
                .filter(row -> !row.removed())
                .orElseThrow(() -> TenantryException.notFound("tenant", id.value()));
    }

    private static TenantView view(Reading reading, TenantRow row) {
        long instances = reading.instances().count(row.id());
        return new TenantView(row.id(), row.name(), row.title(), row.plan(), instances, row.created(), row.version());
    }

    private static Trail.Entry entry(String action, TenantRow row) {
        return new Trail.Entry(
                action,
                row.id().value(),
                Optional.of(row.id()),
                Map.of("name", row.name().value(), "plan", row.plan()));
    }

    private static TenantId cursor(String after) {
        return id(after).orElseThrow(() -> TenantryException.invalid("after", after, "what 'next' of a page gave"));
    }

    private static Optional<TenantId> id(String text) {
        try {
            return Optional.of(new TenantId(text));
        } catch (TenantryException notAnId) {
            return Optional.empty();
        }
    }

    private static Optional<TenantName> name(String text) {
        try {
            return Optional.of(new TenantName(text));
        } catch (TenantryException notAName) {
            return Optional.empty();
        }
    }
}
