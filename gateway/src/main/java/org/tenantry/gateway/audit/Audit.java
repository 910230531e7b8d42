package org.tenantry.gateway.audit;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.AuditRow;
import org.tenantry.gateway.store.Store;

/** Shows who changed what. */
public final class Audit {
    private final Store store;

    public Audit(Store store) {
        this.store = store;
    }

    /** All changes to things of a scope, newest first. */
    public Page<AuditView> page(Optional<TenantId> scope, PageRequest wanted) {
        Optional<Long> before = wanted.after().map(Audit::cursor);
        List<AuditRow> rows =
                store.read(reading -> scope.map(tenant -> reading.audit().page(tenant, before, wanted.oneMore()))
                        .orElseGet(() -> reading.audit().page(before, wanted.oneMore())));
        return Page.of(rows, wanted.limit(), row -> String.valueOf(row.position()), AuditView::of);
    }

    private static Long cursor(String after) {
        if (!after.matches("[0-9]{1,18}")) {
            throw TenantryException.invalid("after", after, "what 'next' of a page gave");
        }
        return Long.valueOf(after);
    }
}
