package org.tenantry.gateway.templates;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.instance.Web;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.templates.compose.Beside;
import org.tenantry.gateway.templates.compose.Beside.FileRule;
import org.tenantry.gateway.templates.source.FileSet;

/** What {@code template.yaml} says, format 1. */
public record TemplateManifest(
        TemplateRef ref,
        String description,
        Web web,
        WebRules rules,
        SortedMap<String, Parameter> parameters,
        SortedMap<String, SecretRule> secrets,
        Choices choices) {
    /** The format that this release reads. */
    public static final int FORMAT = 1;

    /**
     * What it says about the Compose file.
     *
     * @param files rules for files by the path that the Compose file writes, without {@code ./}
     */
    public record Choices(
            Set<String> dropped, Set<String> profiles, Set<String> capabilities, Map<String, FileRule> files) {

        /** All of that and the files themselves. */
        Beside with(FileSet all) {
            return new Beside(dropped, profiles, capabilities, files, all);
        }
    }

    public TemplateManifest {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
    }
}
