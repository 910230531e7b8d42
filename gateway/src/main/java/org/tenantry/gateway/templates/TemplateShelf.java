package org.tenantry.gateway.templates;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.Store;

/** Templates that were read once: a version of a template never changes. */
public final class TemplateShelf {
    private final Store store;
    private final Map<TemplateRef, Template> read = new ConcurrentHashMap<>();

    public TemplateShelf(Store store) {
        this.store = store;
    }

    /** The template, removed ones too: instances made of it may still be there. Blocks the first time. */
    public Template template(TemplateRef ref) {
        Template known = read.get(ref);
        if (known != null) {
            return known;
        }
        Template fresh = store.read(reading -> reading.templates()
                .find(ref)
                .map(row -> TemplateText.of(row).template())
                .orElseThrow(() -> TenantryException.notFound("template", ref.toString())));
        read.put(ref, fresh);
        return fresh;
    }
}
