package org.tenantry.gateway.instances;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.HostRow;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.Reading;

/**
 * Instances page by page. One page looks at so many rows at most: a search in many instances has pages with few items, or
 * none, and goes on at {@code next}.
 */
record InstancePages(Views views) {
    private static final int MOST_LOOKED_AT = 2_000;

    Page<InstanceView> page(Reading reading, Optional<TenantId> scope, InstanceFilter filter, PageRequest wanted) {
        Optional<InstanceId> after = wanted.after().map(InstancePages::cursor);
        if (filter.equals(InstanceFilter.ALL)) {
            return Page.of(
                    rows(reading, scope, after, wanted.oneMore()),
                    wanted.limit(),
                    row -> row.id().value(),
                    row -> views.view(reading, row));
        }
        List<InstanceRow> rows = rows(reading, scope, after, MOST_LOOKED_AT);
        List<InstanceView> items = new ArrayList<>();
        for (InstanceRow row : rows) {
            if (takes(reading, filter, row)) {
                items.add(views.view(reading, row));
            }
            boolean last = row == rows.getLast() && rows.size() < MOST_LOOKED_AT;
            if (items.size() == wanted.limit() && !last) {
                return new Page<>(items, Optional.of(row.id().value()));
            }
        }
        Optional<String> next = rows.size() < MOST_LOOKED_AT
                ? Optional.empty()
                : Optional.of(rows.getLast().id().value());
        return new Page<>(items, next);
    }

    private boolean takes(Reading reading, InstanceFilter filter, InstanceRow row) {
        return filter.takes(
                row,
                () -> views.observed(row),
                () -> reading.hosts().of(row.id()).stream().map(HostRow::host).toList());
    }

    private static List<InstanceRow> rows(
            Reading reading, Optional<TenantId> scope, Optional<InstanceId> after, int limit) {
        return scope.map(tenant -> reading.instances().page(tenant, after, limit))
                .orElseGet(() -> reading.instances().page(after, limit));
    }

    private static InstanceId cursor(String after) {
        return Found.id(after)
                .orElseThrow(() -> TenantryException.invalid("after", after, "what 'next' of a page gave"));
    }
}
