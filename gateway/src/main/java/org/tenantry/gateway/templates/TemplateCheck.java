package org.tenantry.gateway.templates;

import java.util.List;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Problem;

/** What becomes of every key of a template's two files, in the order of the files, and what keeps it from being taken. */
public record TemplateCheck(List<Finding> findings, List<Problem> problems) {
    public TemplateCheck {
        findings = List.copyOf(findings);
        problems = List.copyOf(problems);
    }

    /** Whether the template can be added. */
    public boolean accepted() {
        return problems.isEmpty();
    }
}
