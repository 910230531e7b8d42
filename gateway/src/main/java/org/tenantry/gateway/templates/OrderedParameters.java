package org.tenantry.gateway.templates;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.secret.Secret;

/** Parameters that were ordered and fit their template, apart by whether they may be shown. Defaults are not among them. */
public record OrderedParameters(SortedMap<String, String> plain, SortedMap<String, Secret> secret) {
    public OrderedParameters {
        plain = new TreeMap<>(plain);
        secret = new TreeMap<>(secret);
    }

    /**
     * Checks what was ordered against the template: unknown names, missing required ones, values that don't fit.
     *
     * @throws org.tenantry.common.error.TenantryException naming {@code parameters.<name>}
     */
    public static OrderedParameters of(TemplateManifest manifest, Map<String, String> ordered) {
        throw new UnsupportedOperationException("of " + manifest + ordered);
    }
}
