package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.gateway.templates.compose.Reading.Form;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads {@code env_file}: files of the template, a later one before an earlier one. */
final class EnvFiles {
    private static final Form<Boolean> TRUTH = new Form<>(Quantities::truth, "true or false");
    private static final Form<String> FORMAT =
            new Form<>(text -> text.equals("raw") ? Optional.of(text) : Optional.empty(), "raw, or no format at all");

    private final Reading reading;
    private final SortedMap<String, Text> values = new TreeMap<>();

    EnvFiles(Reading reading) {
        this.reading = reading;
    }

    /** The variables of all of them. */
    SortedMap<String, Text> read(Section service) {
        Optional<Tree> tree = service.find("env_file");
        String path = service.path("env_file");
        if (tree.isPresent() && tree.get() instanceof Tree.Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                one(list.items().get(i), path + "[" + i + "]");
            }
        } else {
            tree.ifPresent(single -> one(single, path));
        }
        return values;
    }

    private void one(Tree tree, String path) {
        Section section = tree instanceof Tree.Mapping map
                ? ComposeKeys.ENV_FILE.read(map, path, reading.remarks())
                : Section.none(path, tree.line());
        boolean required = section.find("required")
                .flatMap(it -> reading.parse(it, section.path("required"), TRUTH))
                .orElse(true);
        boolean raw = section.find("format")
                .flatMap(it -> reading.parse(it, section.path("format"), FORMAT))
                .isPresent();
        Tree named = tree instanceof Tree.Mapping ? section.find("path").orElse(tree) : tree;
        reading.text(named, named == tree ? path : section.path("path"))
                .filter(text -> !text.isOpen())
                .map(text -> new FilesBeside.Place(text.value(), tree.line(), path))
                .ifPresent(place -> reading.files().text(place, required).ifPresent(text -> read(text, raw, place)));
    }

    private void read(String text, boolean raw, FilesBeside.Place place) {
        List<EnvFile.Line> lines = new ArrayList<>();
        try {
            lines.addAll(raw ? EnvFile.raw(text) : EnvFile.read(text));
        } catch (EnvFile.Unreadable unreadable) {
            String came = place.written() + ", line " + unreadable.line();
            reading.remarks().invalid(place.line(), place.path(), came, String.valueOf(unreadable.getMessage()));
        }
        lines.forEach(line -> put(line, place));
    }

    private void put(EnvFile.Line line, FilesBeside.Place place) {
        if (!line.set()) {
            values.remove(line.name());
        } else if (!Environment.isName(line.name())) {
            String came = place.written() + ", line " + line.number();
            reading.remarks().invalid(place.line(), place.path(), came, Environment.NAMED);
        } else if (line.literal()) {
            reading.literal(line.value(), place.line(), place.path()).ifPresent(text -> values.put(line.name(), text));
        } else {
            reading.fill(line.value(), place.line(), place.path(), values)
                    .ifPresent(text -> values.put(line.name(), text));
        }
    }
}
