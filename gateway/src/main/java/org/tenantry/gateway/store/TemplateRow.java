package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.tenantry.common.template.TemplateRef;

/**
 * One version of a template as it was given. Its texts never change.
 *
 * @param manifest the text of its {@code template.yaml}
 * @param compose the text of its Compose file
 * @param files by path; those that its two texts name
 * @param removed whether new instances may no longer be made of it
 */
public record TemplateRow(
        TemplateRef ref,
        String description,
        String manifest,
        String compose,
        Instant created,
        boolean removed,
        List<TemplateFileRow> files) {

    public TemplateRow {
        files = files.stream()
                .sorted(Comparator.comparing(TemplateFileRow::path))
                .toList();
    }

    /** A template without files. */
    public TemplateRow(
            TemplateRef ref, String description, String manifest, String compose, Instant created, boolean removed) {
        this(ref, description, manifest, compose, created, removed, List.of());
    }
}
