package org.tenantry.gateway.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads one parameter of {@code template.yaml}. */
final class ParameterReader {
    private static final int STANDARD_LENGTH = 1000;
    private static final int MOST_LENGTH = 10_000;
    private static final int LONGEST_PATTERN = 500;
    private static final int MOST_VALUES = 200;
    private static final Keys KEYS = Keys.orElse("a key of a parameter in template.yaml, format 1")
            .used("type", "default", "required", "description", "secret", "values", "max_length", "pattern")
            .withExtensions();

    private final Remarks remarks;
    private final Values values;

    ParameterReader(Remarks remarks) {
        this.remarks = remarks;
        this.values = new Values(remarks);
    }

    Optional<Parameter> read(Tree.Entry entry, String path) {
        if (entry.value() instanceof Tree.Scalar scalar && scalar.isNothing()) {
            return Optional.of(read(entry.key(), Section.none(path, entry.line())));
        }
        return remarks.mapping(entry.value(), path).map(map -> read(entry.key(), KEYS.read(map, path, remarks)));
    }

    private Parameter read(String name, Section section) {
        Parameter parameter = new Parameter(
                name,
                type(section),
                values.text(section, "default"),
                values.truth(section, "required").orElse(false),
                values.text(section, "description").orElse(""),
                values.truth(section, "secret").orElse(false),
                values.whole(section, "max_length", 1, MOST_LENGTH).orElse(STANDARD_LENGTH),
                values.optional(section, "pattern", ParameterReader::pattern, "a regular expression of Java"));
        coherent(parameter, section);
        return parameter;
    }

    private Parameter.Type type(Section section) {
        String expected = "string, integer, boolean or choice";
        String type = values.optional(
                        section, "type", text -> Optional.of(text).filter(ParameterReader::isType), expected)
                .orElse("string");
        if (!type.equals("choice") && section.find("values").isPresent()) {
            remarks.invalid(section.line("values"), section.path("values"), type, "type: choice with it");
        }
        return switch (type) {
            case "integer" -> new Parameter.Type.Whole();
            case "boolean" -> new Parameter.Type.Truth();
            case "choice" -> new Parameter.Type.Choice(choices(section));
            default -> new Parameter.Type.Text();
        };
    }

    private List<String> choices(Section section) {
        List<String> choices = new ArrayList<>();
        if (section.find("values").orElse(null) instanceof Tree.Sequence list
                && list.items().size() <= MOST_VALUES) {
            for (Tree item : list.items()) {
                if (item instanceof Tree.Scalar scalar && !scalar.isNothing()) {
                    choices.add(scalar.text());
                } else {
                    remarks.invalid(item.line(), section.path("values"), Remarks.shown(item), "a text");
                }
            }
        }
        if (choices.isEmpty()) {
            remarks.invalid(section.line("values"), section.path("values"), "none", "1 to " + MOST_VALUES + " values");
        }
        return choices;
    }

    private void coherent(Parameter parameter, Section section) {
        Optional<String> standard = parameter.standard();
        if (standard.isPresent() && parameter.required()) {
            remarks.invalid(section.line("default"), section.path("default"), standard.get(), "none: it is required");
        }
        if (standard.isPresent() && parameter.secret()) {
            String expected = "none: a template is no place for a secret";
            remarks.invalid(section.line("default"), section.path("default"), "(not shown)", expected);
        } else if (standard.isPresent()) {
            parameter.veto(standard.get()).ifPresent(expected -> {
                remarks.invalid(section.line("default"), section.path("default"), standard.get(), expected);
            });
        }
    }

    private static boolean isType(String text) {
        return List.of("string", "integer", "boolean", "choice").contains(text);
    }

    private static Optional<Pattern> pattern(String text) {
        try {
            return text.length() > LONGEST_PATTERN ? Optional.empty() : Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException notOne) {
            return Optional.empty();
        }
    }
}
