package org.tenantry.gateway.templates;

import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.templates.source.Tree;

/**
 * An application that can be instantiated. Only {@link TemplateReader} makes one, so whatever is known before parameters are
 * known has been checked.
 */
public final class Template {
    private final TemplateManifest manifest;
    private final Tree.Mapping compose;

    Template(TemplateManifest manifest, Tree.Mapping compose) {
        this.manifest = manifest;
        this.compose = compose;
    }

    public TemplateRef ref() {
        return manifest.ref();
    }

    public TemplateManifest manifest() {
        return manifest;
    }

    Tree.Mapping compose() {
        return compose;
    }
}
