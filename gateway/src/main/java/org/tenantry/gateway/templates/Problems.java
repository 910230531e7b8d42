package org.tenantry.gateway.templates;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.templates.source.Problem;

/** Problems of a template as the one exception. */
final class Problems {
    /** How many are told in full: enough to mend a file by, few enough to read. */
    private static final int TOLD = 20;

    private static final List<ErrorCode> GRAVEST_FIRST =
            List.of(ErrorCode.TOO_LARGE, ErrorCode.MALFORMED, ErrorCode.UNKNOWN_FIELD, ErrorCode.INVALID);

    private Problems() {}

    /**
     * All of them in its message, the first of the gravest kind as its field.
     *
     * @param field what whoever sent a file calls it: the field where a problem is about the file as a whole
     */
    static TenantryException asException(UnaryOperator<String> field, List<Problem> problems) {
        ErrorCode code = GRAVEST_FIRST.stream()
                .filter(it -> problems.stream().anyMatch(problem -> problem.code() == it))
                .findFirst()
                .orElse(ErrorCode.UNSUPPORTED);
        Problem first = problems.stream()
                .filter(problem -> problem.code() == code)
                .findFirst()
                .orElseGet(problems::getFirst);
        String named = first.path().isEmpty() ? field.apply(first.file()) : first.path();
        Map<String, String> parameters = Map.of(
                "came", first.came(),
                "expected", first.expected(),
                "file", first.file(),
                "line", String.valueOf(first.line()),
                "column", String.valueOf(first.column()));
        return TenantryException.told(code, Optional.of(named), parameters, message(problems));
    }

    private static String message(List<Problem> problems) {
        String told = String.join(
                "\n", problems.stream().limit(TOLD).map(Problem::message).toList());
        return problems.size() > TOLD ? told + "\nand " + (problems.size() - TOLD) + " more" : told;
    }
}
