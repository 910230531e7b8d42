package org.tenantry.gateway.templates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.tenantry.gateway.templates.compose.Beside.FileRule;
import org.tenantry.gateway.templates.compose.CapabilityKeys;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads what {@code template.yaml} says about the Compose file: what is dropped, chosen, approved, and rules for files. */
final class ChoicesReader {
    private static final int MOST = 256;
    private static final Keys FILE = Keys.orElse("a key of a file in template.yaml, format 1")
            .used("path", "interpolate")
            .withExtensions();

    private final Remarks remarks;
    private final Values values;

    ChoicesReader(Remarks remarks) {
        this.remarks = remarks;
        this.values = new Values(remarks);
    }

    TemplateManifest.Choices read(Section file) {
        return new TemplateManifest.Choices(
                names(file, "dropped", Optional::of, "the name of a service"),
                names(file, "profiles", Optional::of, "the name of a profile"),
                names(
                        file,
                        "capabilities",
                        CapabilityKeys::approvable,
                        "a capability that can be approved, such as NET_RAW"),
                files(file));
    }

    private Set<String> names(Section file, String key, Function<String, Optional<String>> form, String expected) {
        Set<String> names = new TreeSet<>();
        for (Tree item : items(file, key)) {
            Optional<String> name = item instanceof Tree.Scalar scalar && !scalar.isNothing()
                    ? form.apply(scalar.text())
                    : Optional.empty();
            if (name.isEmpty()) {
                remarks.invalid(item.line(), key, Remarks.shown(item), expected);
            }
            name.ifPresent(names::add);
        }
        return names;
    }

    private List<Tree> items(Section file, String key) {
        Optional<Tree> tree = file.find(key);
        if (tree.isPresent()
                && tree.get() instanceof Tree.Sequence list
                && list.items().size() <= MOST) {
            return list.items();
        }
        tree.ifPresent(other -> remarks.invalid(other.line(), key, Remarks.shown(other), "a list of at most " + MOST));
        return new ArrayList<>();
    }

    private Map<String, FileRule> files(Section file) {
        Map<String, FileRule> rules = new TreeMap<>();
        Optional<Tree.Mapping> map = file.find("files").flatMap(tree -> remarks.mapping(tree, "files"));
        for (Tree.Entry entry : map.map(Tree.Mapping::entries).orElseGet(List::of)) {
            String path = "files." + entry.key();
            remarks.used(entry.line(), path);
            Section section = entry.value() instanceof Tree.Scalar scalar && scalar.isNothing()
                    ? Section.none(path, entry.line())
                    : remarks.mapping(entry.value(), path)
                            .map(it -> FILE.read(it, path, remarks))
                            .orElseGet(() -> Section.none(path, entry.line()));
            rule(entry, section, rules);
        }
        return rules;
    }

    private void rule(Tree.Entry entry, Section section, Map<String, FileRule> rules) {
        Optional<String> path = values.optional(section, "path", ChoicesReader::plain, FilePath.FORM);
        Optional<String> name = FilePath.plain(entry.key());
        if (name.isEmpty() && path.isEmpty()) {
            remarks.invalid(
                    entry.line(),
                    "files." + entry.key(),
                    entry.key(),
                    FilePath.FORM + ", or path to say where it lies");
        }
        boolean interpolate = values.truth(section, "interpolate").orElse(false);
        rules.put(name.orElse(entry.key()), new FileRule(path, interpolate));
    }

    private static Optional<String> plain(String text) {
        return FilePath.plain(text).filter(path -> !path.equals("."));
    }
}
