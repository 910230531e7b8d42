package org.tenantry.gateway.templates.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;

/** Collects what is said about one file, so that its author learns everything at once. */
public final class Remarks {
    /** Beyond this nobody reads on, and a hostile file must not make a long answer. */
    private static final int MOST_PROBLEMS = 100;

    private final String file;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    public Remarks(String file) {
        this.file = file;
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The key means what the format says. */
    public void used(int line, String path) {
        used(line, path, "");
    }

    /** The key counts, with a difference worth knowing. */
    public void used(int line, String path, String note) {
        findings.add(new Finding(file, line, path, Finding.Outcome.USED, note));
    }

    /** The key has no effect, and why. */
    public void ignored(int line, String path, String reason) {
        findings.add(new Finding(file, line, path, Finding.Outcome.IGNORED, reason));
    }

    /** The key keeps the file from being taken, and why. */
    public void refused(int line, String path, String reason) {
        refuse(ErrorCode.UNSUPPORTED, line, path, reason);
    }

    /** Nobody knows the key. */
    public void unknown(int line, String path, String expected) {
        refuse(ErrorCode.UNKNOWN_FIELD, line, path, expected);
    }

    /** A value that is not one of those expected. */
    public void invalid(int line, String path, String came, String expected) {
        problem(ErrorCode.INVALID, line, path, came, expected);
    }

    /** A value that is understood and not taken. */
    public void unsupported(int line, String path, String came, String reason) {
        problem(ErrorCode.UNSUPPORTED, line, path, came, reason);
    }

    /** The value as a map; a problem where it isn't one. */
    public Optional<Tree.Mapping> mapping(Tree tree, String path) {
        if (tree instanceof Tree.Mapping mapping) {
            return Optional.of(mapping);
        }
        invalid(tree.line(), path, shown(tree), "a map");
        return Optional.empty();
    }

    /** What stands there, for a message. */
    public static String shown(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> scalar.type() == Tree.Scalar.Kind.NOTHING ? "" : scalar.text();
            case Tree.Sequence list -> list.kind();
            case Tree.Mapping map -> map.kind();
        };
    }

    /** Text that is no YAML from that place on. */
    void malformed(int line, int column, String came, String expected) {
        add(new Problem(ErrorCode.MALFORMED, file, line, column, "", came, expected));
    }

    void problem(ErrorCode code, int line, String path, String came, String expected) {
        add(new Problem(code, file, line, 0, path, came, expected));
    }

    private void add(Problem problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }

    private void refuse(ErrorCode code, int line, String path, String reason) {
        findings.add(new Finding(file, line, path, Finding.Outcome.REFUSED, reason));
        problem(code, line, path, path.substring(path.lastIndexOf('.') + 1), reason);
    }
}
