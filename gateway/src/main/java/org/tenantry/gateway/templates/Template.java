package org.tenantry.gateway.templates;

import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.templates.compose.Beside;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.Tree;

/**
 * An application that can be instantiated. Only {@link TemplateReader} makes one, so whatever can be known before an order has
 * been checked.
 */
public final class Template {
    private final TemplateManifest manifest;
    private final Tree compose;
    private final FileSet files;

    Template(TemplateManifest manifest, Tree compose, FileSet files) {
        this.manifest = manifest;
        this.compose = compose;
        this.files = files;
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

    /** What its Compose file may refer to. */
    Beside beside() {
        return manifest.choices().with(files);
    }
}
