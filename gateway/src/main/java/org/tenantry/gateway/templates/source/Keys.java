package org.tenantry.gateway.templates.source;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The keys that one kind of map knows and what becomes of each; whatever isn't named here is refused. */
public final class Keys {
    private sealed interface Rule {
        record Used() implements Rule {}

        record Ignored(String reason) implements Rule {}

        record Refused(String reason) implements Rule {}

        /** Refused unless it says what holds anyway. */
        record RefusedUnlessFalse(String reason) implements Rule {}
    }

    private final String unknown;
    private final Map<String, Rule> rules = new HashMap<>();
    private boolean extensions;

    private Keys(String unknown) {
        this.unknown = unknown;
    }

    /** No key yet; of others it is said what would be expected. */
    public static Keys orElse(String expected) {
        return new Keys(expected);
    }

    public Keys used(String... keys) {
        return put(new Rule.Used(), keys);
    }

    public Keys ignored(String reason, String... keys) {
        return put(new Rule.Ignored(reason), keys);
    }

    public Keys refused(String reason, String... keys) {
        return put(new Rule.Refused(reason), keys);
    }

    public Keys refusedUnlessFalse(String reason, String... keys) {
        return put(new Rule.RefusedUnlessFalse(reason), keys);
    }

    /** Ignores {@code x-…}, which Compose files keep for their authors. */
    public Keys withExtensions() {
        extensions = true;
        return this;
    }

    /** Says of every key what becomes of it, and gives those that count. */
    public Section read(Tree.Mapping map, String path, Remarks remarks) {
        Map<String, Tree.Entry> used = new TreeMap<>();
        for (Tree.Entry entry : map.entries()) {
            String at = path.isEmpty() ? entry.key() : path + "." + entry.key();
            if (counts(entry, at, remarks)) {
                used.put(entry.key(), entry);
            }
        }
        return new Section(path, map.line(), used);
    }

    private boolean counts(Tree.Entry entry, String at, Remarks remarks) {
        Rule rule = rules.get(entry.key());
        if (rule == null) {
            other(entry, at, remarks);
            return false;
        }
        switch (rule) {
            case Rule.Used() -> remarks.used(entry.line(), at);
            case Rule.Ignored(String reason) -> remarks.ignored(entry.line(), at, reason);
            case Rule.Refused(String reason) -> remarks.refused(entry.line(), at, reason);
            case Rule.RefusedUnlessFalse(String reason) -> unlessFalse(entry, at, reason, remarks);
        }
        return rule instanceof Rule.Used;
    }

    private void other(Tree.Entry entry, String at, Remarks remarks) {
        if (extensions && entry.key().startsWith("x-")) {
            remarks.ignored(entry.line(), at, "an extension, for the file's author");
        } else {
            remarks.unknown(entry.line(), at, unknown);
        }
    }

    private static void unlessFalse(Tree.Entry entry, String at, String reason, Remarks remarks) {
        if (entry.value() instanceof Tree.Scalar scalar && scalar.isFalse()) {
            remarks.ignored(entry.line(), at, "says what holds anyway");
        } else {
            remarks.refused(entry.line(), at, reason);
        }
    }

    private Keys put(Rule rule, String... keys) {
        for (String key : keys) {
            if (rules.put(key, rule) != null) {
                throw new IllegalStateException("two rules for the key " + key);
            }
        }
        return this;
    }
}
