package org.tenantry.gateway.templates.compose;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tenantry.common.secret.Secret;

/**
 * What {@code ${NAME}} may stand for: parameters, facts and secrets of an instance, and nothing else; least of all an
 * environment of this process or of an agent.
 */
public final class Variables {
    /** One variable. */
    public sealed interface Variable {
        record Known(String value) implements Variable {}

        /** Declared and without a value; to Compose's operators it is not set. */
        record Unset() implements Variable {}

        /** Will have a value that is not known yet. */
        record Open() implements Variable {}

        /** A secret; without its value where a template is only checked. */
        record Hidden(Optional<Secret> value) implements Variable {}
    }

    private static final Variable OPEN = new Variable.Open();

    private final Map<String, Variable> byName;
    private final boolean others;

    private Variables(Map<String, Variable> byName, boolean others) {
        this.byName = new TreeMap<>(byName);
        this.others = others;
    }

    /** These and no others. */
    public static Variables of(Map<String, Variable> byName) {
        return new Variables(byName, false);
    }

    /** Any name, of a value not known: where the manifest that would declare them can't be read. */
    public static Variables anything() {
        return new Variables(Map.of(), true);
    }

    /** These, and texts for names that are none of them. */
    Variables and(Map<String, Text> texts) {
        if (texts.isEmpty() || others) {
            return this;
        }
        Map<String, Variable> all = new TreeMap<>();
        texts.forEach((name, text) -> all.put(name, variable(text)));
        all.putAll(byName);
        return new Variables(all, false);
    }

    private static Variable variable(Text text) {
        return switch (text.state()) {
            case KNOWN -> new Variable.Known(text.value());
            case OPEN -> OPEN;
            case SECRET -> new Variable.Hidden(Optional.of(Secret.of(text.value())));
        };
    }

    Optional<Variable> find(String name) {
        return others ? Optional.of(OPEN) : Optional.ofNullable(byName.get(name));
    }

    /** The names, for a message. */
    String names() {
        return byName.isEmpty() ? "none is declared" : String.join(", ", byName.keySet());
    }
}
