package org.tenantry.gateway.templates.source;

import java.util.List;
import java.util.Optional;

/** A YAML value that knows where it stands: merge keys and aliases are resolved, tags and duplicate keys refused. */
public sealed interface Tree {
    /** The line of the file, counted from 1; of a value from an anchor, the line where it is written. */
    int line();

    /** A word for people. */
    String kind();

    /** A text, number, boolean or nothing, with its text as it is written. */
    record Scalar(String text, Kind type, int line) implements Tree {
        /** What an unquoted text looks like, by YAML 1.2's core schema; {@code yes} and {@code on} are texts. */
        public enum Kind {
            TEXT,
            NUMBER,
            BOOLEAN,
            NOTHING
        }

        /** Whether it is the boolean, in any case of letters. */
        public boolean isFalse() {
            return type == Kind.BOOLEAN && text.equalsIgnoreCase("false");
        }

        /** Whether nothing is written there. */
        public boolean isNothing() {
            return type == Kind.NOTHING;
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "a text";
                case NUMBER -> "a number";
                case BOOLEAN -> "a boolean";
                case NOTHING -> "nothing";
            };
        }
    }

    /** Values in order. */
    record Sequence(List<Tree> items, int line) implements Tree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file; what a merge key brings comes last. */
    record Mapping(List<Entry> entries, int line) implements Tree {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of a key. */
        public Optional<Tree> find(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /** One key of a mapping, with the line it is written on. */
    record Entry(String key, int line, Tree value) {}
}
