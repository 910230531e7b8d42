package org.tenantry.gateway.templates;

/** Renders a template into what one instance consists of. */
public final class Rendering {
    private Rendering() {}

    /**
     * Fills in parameters, facts and secrets. The same input gives the same revisions in every release.
     *
     * @throws org.tenantry.common.error.TenantryException where the input does not fit the template, naming {@code
     *     parameters.<name>} or {@code scale.<service>}, or a key of the Compose file that a parameter made invalid
     */
    public static Rendered render(Template template, RenderInput input) {
        throw new UnsupportedOperationException("render " + template + input);
    }
}
