package org.tenantry.gateway.templates;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads single values of {@code template.yaml}; nothing is put in there. */
final class Values {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    private final Remarks remarks;

    Values(Remarks remarks) {
        this.remarks = remarks;
    }

    /** A value that must be there and of a form. */
    <T> Optional<T> required(Section section, String key, Function<String, Optional<T>> form, String expected) {
        if (section.find(key).isEmpty()) {
            remarks.invalid(section.line(), section.path(key), "none", expected);
            return Optional.empty();
        }
        return optional(section, key, form, expected);
    }

    /** A value of a form, where the key is there. */
    <T> Optional<T> optional(Section section, String key, Function<String, Optional<T>> form, String expected) {
        Optional<Tree> tree = section.find(key);
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = tree.filter(it -> it instanceof Tree.Scalar scalar && !scalar.isNothing())
                .map(it -> (Tree.Scalar) it)
                .flatMap(scalar -> form.apply(scalar.text()));
        if (value.isEmpty()) {
            remarks.invalid(section.line(key), section.path(key), Remarks.shown(tree.get()), expected);
        }
        return value;
    }

    Optional<String> text(Section section, String key) {
        return optional(section, key, Optional::of, "a text");
    }

    Optional<Boolean> truth(Section section, String key) {
        return optional(section, key, Values::truth, "true or false");
    }

    /** A number within these bounds, both included. */
    Optional<Integer> whole(Section section, String key, int least, int most) {
        return optional(section, key, text -> whole(text, least, most), least + " to " + most);
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> whole(String text, int least, int most) {
        return Optional.of(text)
                .filter(it -> WHOLE.matcher(it).matches())
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most);
    }
}
