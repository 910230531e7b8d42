package org.tenantry.gateway.templates;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Problem;

/**
 * What becomes of every key of a template's two texts and of its files, and what keeps it from being taken.
 *
 * @param files the paths of files and directories that the two texts name, there or not
 * @param template its name and version, where they can be read
 */
public record TemplateCheck(
        List<Finding> findings, List<Problem> problems, List<String> files, Optional<TemplateRef> template) {
    public TemplateCheck {
        findings = List.copyOf(findings);
        problems = List.copyOf(problems);
        files = List.copyOf(files);
    }

    /** Whether the template can be added. */
    public boolean accepted() {
        return problems.isEmpty();
    }
}
