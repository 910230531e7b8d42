package org.tenantry.gateway.templates;

import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.templates.source.Tree;

/**
 * An application that can be instantiated. Only {@link TemplateReader} makes one, so whatever can be known before an order has
 * been checked.
 */
public final class Template {
    private final TemplateManifest manifest;
    private final Tree compose;

    Template(TemplateManifest manifest, Tree compose) {
        this.manifest = manifest;
        this.compose = compose;
    }

    public TemplateRef ref() {
        return manifest.ref();
    }

    public TemplateManifest manifest() {
        return manifest;
    }

    /** The Compose file as it is written: variables are put in anew for each instance. */
    Tree compose() {
        return compose;
    }
}
