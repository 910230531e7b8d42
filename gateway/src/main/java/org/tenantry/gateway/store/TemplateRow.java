package org.tenantry.gateway.store;

import java.time.Instant;
import org.tenantry.common.template.TemplateRef;

/**
 * One version of a template as it was given. Its texts never change.
 *
 * @param manifest the text of its {@code template.yaml}
 * @param compose the text of its Compose file
 * @param removed whether new instances may no longer be made of it
 */
public record TemplateRow(
        TemplateRef ref, String description, String manifest, String compose, Instant created, boolean removed) {}
