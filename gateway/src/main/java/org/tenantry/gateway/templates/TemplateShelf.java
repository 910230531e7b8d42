package org.tenantry.gateway.templates;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.store.Reading;
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
        return known != null ? known : store.read(reading -> template(reading, ref));
    }

    /**
     * What the template asks of those who use its instances; nothing where it can't be read any more: that must not keep a
     * gateway from everything else.
     */
    public WebRules rules(Reading reading, TemplateRef ref) {
        try {
            return template(reading, ref).manifest().rules();
        } catch (TenantryException refused) {
            if (refused.code().retryable()) {
                throw refused;
            }
            return WebRules.NONE;
        }
    }

    private Template template(Reading reading, TemplateRef ref) {
        Template known = read.get(ref);
        if (known != null) {
            return known;
        }
        Template fresh = reading.templates()
                .find(ref)
                .map(row -> TemplateReader.read(row.manifest(), row.compose()))
                .orElseThrow(() -> TenantryException.notFound("template", ref.toString()));
        read.put(ref, fresh);
        return fresh;
    }
}
