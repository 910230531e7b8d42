package org.tenantry.gateway.templates.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A map of which only those keys are left that count. */
public record Section(String path, int line, Map<String, Tree.Entry> entries) {
    public Section {
        entries = new TreeMap<>(entries);
    }

    /** A section that isn't there. */
    public static Section none(String path, int line) {
        return new Section(path, line, Map.of());
    }

    /** The value of a key, where the file has it. */
    public Optional<Tree> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Tree.Entry::value);
    }

    /** Where the key stands, for people. */
    public String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The line of the key, else of the section. */
    public int line(String key) {
        Tree.Entry entry = entries.get(key);
        return entry == null ? line : entry.line();
    }
}
