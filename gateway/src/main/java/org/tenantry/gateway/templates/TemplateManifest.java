package org.tenantry.gateway.templates;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.instance.Web;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.template.TemplateRef;

/** What {@code template.yaml} says, format 1. */
public record TemplateManifest(
        TemplateRef ref,
        String description,
        Web web,
        WebRules rules,
        SortedMap<String, Parameter> parameters,
        SortedMap<String, SecretRule> secrets) {
    /** The format that this release reads. */
    public static final int FORMAT = 1;

    public TemplateManifest {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }
}
