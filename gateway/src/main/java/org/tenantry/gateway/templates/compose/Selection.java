package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Tree;

/** Which services of a Compose file are part of an instance: not those that are dropped, and those with a profile if asked for. */
final class Selection {
    private final Reading reading;
    private final Map<String, String> leftOut = new HashMap<>();

    Selection(Reading reading) {
        this.reading = reading;
    }

    /** Those that are left, of the form of the file; whoever names another one learns why it isn't there. */
    List<Tree.Entry> of(Tree.Mapping services) {
        List<Tree.Entry> left = new ArrayList<>();
        Set<String> unknown = new HashSet<>(reading.beside().dropped());
        for (Tree.Entry entry : services.entries()) {
            unknown.remove(entry.key());
            Optional<String> reason = reason(entry);
            if (reason.isPresent()) {
                leftOut.put(entry.key(), reason.get());
                reading.remarks().ignored(entry.line(), "services." + entry.key(), reason.get());
            } else {
                left.add(entry);
            }
        }
        unknown.stream().sorted().forEach(name -> {
            String expected = "a service of this file, for template.yaml drops it";
            reading.remarks().invalid(services.line(), "services", name, expected);
        });
        reading.leaveOut(leftOut);
        return left;
    }

    private Optional<String> reason(Tree.Entry entry) {
        if (reading.beside().dropped().contains(entry.key())) {
            return Optional.of("template.yaml drops it: the gateway does its work");
        }
        List<String> profiles = profiles(entry);
        boolean wanted = profiles.isEmpty()
                || profiles.stream().anyMatch(reading.beside().profiles()::contains);
        return wanted
                ? Optional.empty()
                : Optional.of("template.yaml chooses none of its profiles: " + String.join(", ", profiles));
    }

    private List<String> profiles(Tree.Entry entry) {
        Optional<Tree> tree = entry.value() instanceof Tree.Mapping map ? map.find("profiles") : Optional.<Tree>empty();
        if (tree.isEmpty()) {
            return List.of();
        }
        String path = "services." + entry.key() + ".profiles";
        if (!(tree.get() instanceof Tree.Sequence list)) {
            reading.remarks().invalid(tree.get().line(), path, Remarks.shown(tree.get()), "a list");
            return List.of();
        }
        return list.items().stream().map(Remarks::shown).toList();
    }
}
