package org.tenantry.gateway.templates.compose;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables into one value, by the Compose Specification's "Interpolation": {@code $X ${X} ${X:-d} ${X-d} ${X:?e}
 * ${X?e} ${X:+a} ${X+a} $$}. It works on values that are parsed already, never on YAML, so nothing in a variable can become
 * a key, a list or another value.
 */
final class Interpolation {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern OPERATOR = Pattern.compile(":?[-?+]");
    private static final int DEEPEST = 5;
    private static final int LONGEST = 32 * 1024;
    private static final String FORMS =
            "$NAME, ${NAME}, ${NAME:-default}, ${NAME:?message}, ${NAME:+other} or $$ for a dollar";

    private final Variables variables;
    private final int longest;
    private final StringBuilder filled = new StringBuilder();
    private Text.State state = Text.State.KNOWN;

    private Interpolation(Variables variables, int longest) {
        this.variables = variables;
        this.longest = longest;
    }

    /** The value, or in one sentence what is expected where it can't be filled in. */
    sealed interface Outcome {
        record Filled(Text text) implements Outcome {}

        record Refused(String came, String expected) implements Outcome {}
    }

    static Outcome fill(String written, Variables variables) {
        return fill(written, variables, LONGEST);
    }

    /** @param longest in characters, with the variables put in */
    static Outcome fill(String written, Variables variables, int longest) {
        return new Interpolation(variables, longest).outcome(written, 0);
    }

    private Outcome outcome(String written, int depth) {
        Optional<Outcome.Refused> refused = run(written, depth);
        return refused.isPresent() ? refused.get() : new Outcome.Filled(new Text(filled.toString(), state));
    }

    /** A word within. */
    private Outcome inner(String word, int depth) {
        return new Interpolation(variables, longest).outcome(word, depth + 1);
    }

    private Optional<Outcome.Refused> run(String written, int depth) {
        if (depth > DEEPEST) {
            return refused(written, "at most " + DEEPEST + " defaults within defaults");
        }
        int at = 0;
        while (at < written.length()) {
            int dollar = written.indexOf('$', at);
            if (dollar < 0) {
                filled.append(written, at, written.length());
                break;
            }
            filled.append(written, at, dollar);
            int end = end(written, dollar);
            if (end < 0) {
                return refused(written.substring(dollar), FORMS);
            }
            Optional<Outcome.Refused> refused = one(written.substring(dollar + 1, end), depth);
            if (refused.isPresent()) {
                return refused;
            }
            if (filled.length() > longest) {
                return refused("more", "at most " + longest + " characters with the variables put in");
            }
            at = end;
        }
        return Optional.empty();
    }

    /** Where what begins with this dollar ends; -1 where it is none of the forms. */
    private static int end(String written, int dollar) {
        int next = dollar + 1;
        if (next >= written.length()) {
            return -1;
        }
        char c = written.charAt(next);
        if (c == '$') {
            return next + 1;
        }
        if (c == '{') {
            return closing(written, next);
        }
        Matcher name = NAME.matcher(written).region(next, written.length());
        return name.lookingAt() ? name.end() : -1;
    }

    /** The index after the brace that closes the one at this index; -1 where none does. Braces without a dollar don't count. */
    static int closing(String written, int open) {
        int depth = 1;
        for (int i = open + 1; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '$' && i + 1 < written.length() && written.charAt(i + 1) == '{') {
                depth++;
                i++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** One form without its dollar: {@code $}, a name, or a name with an operator in braces. */
    private Optional<Outcome.Refused> one(String form, int depth) {
        if (form.equals("$")) {
            filled.append('$');
            return Optional.empty();
        }
        String inner = form.startsWith("{") ? form.substring(1, form.length() - 1) : form;
        Matcher name = NAME.matcher(inner);
        if (!name.lookingAt()) {
            return refused("$" + form, FORMS);
        }
        String rest = inner.substring(name.end());
        Matcher operator = OPERATOR.matcher(rest);
        if (rest.isEmpty()) {
            return plain(name.group());
        }
        if (!operator.lookingAt()) {
            return refused("$" + form, FORMS);
        }
        return operation(name.group(), operator.group(), rest.substring(operator.end()), depth);
    }

    private Optional<Outcome.Refused> plain(String name) {
        Optional<Variables.Variable> variable = variables.find(name);
        return variable.isPresent() ? put(variable.get()) : undeclared(name);
    }

    private Optional<Outcome.Refused> operation(String name, String operator, String word, int depth) {
        Optional<Variables.Variable> variable = variables.find(name);
        boolean emptyCounts = operator.length() == 1;
        boolean open =
                variable.filter(Variables.Variable.Open.class::isInstance).isPresent();
        boolean set = variable.filter(it -> isSet(it, emptyCounts)).isPresent();
        return switch (operator.charAt(operator.length() - 1)) {
            case '-' -> standard(variable, set, open, word, depth);
            case '?' -> required(variable, set, name, word);
            default -> set || open ? nested(word, depth) : unused(word, depth);
        };
    }

    private Optional<Outcome.Refused> standard(
            Optional<Variables.Variable> variable, boolean set, boolean open, String word, int depth) {
        if (!set) {
            return nested(word, depth);
        }
        Optional<Outcome.Refused> refused = open ? nested(word, depth) : unused(word, depth);
        return refused.isPresent() ? refused : put(variable.orElseThrow());
    }

    /** A word that another value of the variable would call for: it must be in order too. */
    private Optional<Outcome.Refused> unused(String word, int depth) {
        return inner(word, depth) instanceof Outcome.Refused refused ? Optional.of(refused) : Optional.empty();
    }

    private Optional<Outcome.Refused> required(
            Optional<Variables.Variable> variable, boolean set, String name, String word) {
        if (variable.isEmpty()) {
            return undeclared(name);
        }
        return set
                ? put(variable.get())
                : refused("${" + name + "} without a value", word.isEmpty() ? "a value" : word);
    }

    private Optional<Outcome.Refused> nested(String word, int depth) {
        return switch (inner(word, depth)) {
            case Outcome.Refused refused -> Optional.of(refused);
            case Outcome.Filled(Text text) -> {
                filled.append(text.value());
                taint(text.state());
                yield Optional.empty();
            }
        };
    }

    private Optional<Outcome.Refused> put(Variables.Variable variable) {
        switch (variable) {
            case Variables.Variable.Known(String value) -> filled.append(value);
            case Variables.Variable.Unset() -> {}
            case Variables.Variable.Open() -> taint(Text.State.OPEN);
            case Variables.Variable.Hidden(var secret) -> {
                secret.ifPresent(it -> filled.append(it.reveal()));
                taint(Text.State.SECRET);
            }
        }
        return Optional.empty();
    }

    private static boolean isSet(Variables.Variable variable, boolean emptyCounts) {
        return switch (variable) {
            case Variables.Variable.Known(String value) -> emptyCounts || !value.isEmpty();
            case Variables.Variable.Unset() -> false;
            case Variables.Variable.Open() -> true;
            case Variables.Variable.Hidden(var secret) ->
                emptyCounts || secret.map(it -> !it.reveal().isEmpty()).orElse(true);
        };
    }

    private void taint(Text.State other) {
        state = state.compareTo(other) >= 0 ? state : other;
    }

    private Optional<Outcome.Refused> undeclared(String name) {
        return refused("${" + name + "}", "a parameter, fact or secret: " + variables.names());
    }

    private static Optional<Outcome.Refused> refused(String came, String expected) {
        return Optional.of(new Outcome.Refused(came, expected));
    }
}
