package org.tenantry.gateway.api;

import java.util.List;
import java.util.Optional;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.templates.TemplateCheck;
import org.tenantry.gateway.templates.source.Finding;

/** What becomes of a template, key by key, as the API tells it. */
record CheckView(
        boolean accepted,
        Optional<String> template,
        List<Finding> findings,
        List<Refused> problems,
        List<String> files) {
    /** What keeps it from being taken. */
    record Refused(
            String code,
            String file,
            int line,
            int column,
            String path,
            String came,
            String expected,
            String message) {}

    static CheckView of(TemplateCheck check) {
        return new CheckView(
                check.accepted(),
                check.template().map(TemplateRef::toString),
                check.findings(),
                check.problems().stream()
                        .map(problem -> new Refused(
                                problem.code().key(),
                                problem.file(),
                                problem.line(),
                                problem.column(),
                                problem.path(),
                                problem.came(),
                                problem.expected(),
                                problem.message()))
                        .toList(),
                check.files());
    }
}
