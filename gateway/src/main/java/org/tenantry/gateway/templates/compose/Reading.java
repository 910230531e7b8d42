package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Tree;

/**
 * One pass over a Compose file: where remarks go, what variables stand for, and which names it uses that it must declare.
 * Values that are open until an instance is ordered are skipped; the pass that renders meets them again, filled.
 */
final class Reading {
    /** An assignment carries all of it in one message. */
    private static final int MOST_CHARACTERS = 160 * 1024;

    private final Remarks remarks;
    private final Variables variables;
    private final Beside beside;
    private final List<Reference> references = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Map<String, String> leftOut = new HashMap<>();
    private final SharedFiles secrets = new SharedFiles(this, true);
    private final SharedFiles configs = new SharedFiles(this, false);
    private final FilesBeside files;
    private long filled;

    Reading(Remarks remarks, Variables variables, Beside beside) {
        this.remarks = remarks;
        this.variables = variables;
        this.beside = beside;
        this.files = new FilesBeside(this, beside);
    }

    /** What a service calls another one by. */
    record Link(ServiceName from, ServiceName to, String alias, int line, String path) {}

    Beside beside() {
        return beside;
    }

    Variables variables() {
        return variables;
    }

    SharedFiles secrets() {
        return secrets;
    }

    SharedFiles configs() {
        return configs;
    }

    FilesBeside files() {
        return files;
    }

    /** Services that are not part of an instance, each with why. */
    void leaveOut(Map<String, String> services) {
        leftOut.putAll(services);
    }

    /** Why that service is not part of an instance. */
    Optional<String> whyLeftOut(String service) {
        return Optional.ofNullable(leftOut.get(service));
    }

    void link(Link link) {
        links.add(link);
    }

    List<Link> links() {
        return List.copyOf(links);
    }

    Remarks remarks() {
        return remarks;
    }

    /** A name used, to be found declared once the whole file is read. */
    void refer(Reference reference) {
        references.add(reference);
    }

    List<Reference> references() {
        return List.copyOf(references);
    }

    /** A value with variables put in, secrets allowed. */
    Optional<Text> fill(Tree.Scalar scalar, String path) {
        return fill(scalar.text(), scalar.line(), path);
    }

    /** The same for a piece of a value. */
    Optional<Text> fill(String written, int line, String path) {
        return fill(written, line, path, Map.of());
    }

    /** The same with names that come before the template's own: an {@code env_file} may name its earlier lines. */
    Optional<Text> fill(String written, int line, String path, Map<String, Text> earlier) {
        return switch (Interpolation.fill(written, variables.and(earlier))) {
            case Interpolation.Outcome.Filled(Text text) -> taken(text, line, path);
            case Interpolation.Outcome.Refused(String came, String expected) -> {
                remarks.invalid(line, path, came, expected);
                yield Optional.empty();
            }
        };
    }

    /** A value into which nothing is put. */
    Optional<Text> literal(String written, int line, String path) {
        return taken(new Text(written, Text.State.KNOWN), line, path);
    }

    private Optional<Text> taken(Text text, int line, String path) {
        if (text.value().indexOf('\0') >= 0) {
            remarks.invalid(line, path, "a NUL character", "text");
            return Optional.empty();
        }
        boolean fitted = filled <= MOST_CHARACTERS;
        filled += text.value().length();
        if (filled > MOST_CHARACTERS && fitted) {
            remarks.invalid(line, path, "more", "at most " + MOST_CHARACTERS + " characters with the variables put in");
        }
        return filled > MOST_CHARACTERS ? Optional.empty() : Optional.of(text);
    }

    /** A piece of a value where no secret may be. */
    Optional<Text> open(String written, int line, String path) {
        Optional<Text> text = fill(written, line, path);
        if (text.filter(Text::isSecret).isPresent()) {
            remarks.invalid(line, path, written, "no secret here: only an environment keeps one");
            return Optional.empty();
        }
        return text;
    }

    /** A text or number; open ones come as an empty text. */
    Optional<Text> text(Tree tree, String path) {
        if (tree instanceof Tree.Scalar scalar && isText(scalar)) {
            return open(scalar.text(), scalar.line(), path);
        }
        remarks.invalid(tree.line(), path, Remarks.shown(tree), "a text");
        return Optional.empty();
    }

    /** A value of some form; empty also where it is open. */
    <T> Optional<T> parse(Tree tree, String path, Form<T> form) {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.isNothing()) {
            remarks.invalid(tree.line(), path, Remarks.shown(tree), form.expected());
            return Optional.empty();
        }
        return open(scalar.text(), scalar.line(), path).flatMap(text -> parse(text, scalar.line(), path, form));
    }

    /** The same for a text that is filled already. */
    <T> Optional<T> parse(Text text, int line, String path, Form<T> form) {
        if (text.isOpen()) {
            return Optional.empty();
        }
        Optional<T> value = form.read(text.value());
        if (value.isEmpty()) {
            remarks.invalid(line, path, text.value(), form.expected());
        }
        return value;
    }

    /** One text, or a list of them. */
    List<Item> textOrTexts(Tree tree, String path) {
        if (tree instanceof Tree.Sequence) {
            return texts(tree, path);
        }
        return text(tree, path).map(text -> new Item(text, tree.line(), path)).stream()
                .toList();
    }

    /** A list of texts, each with its line. */
    List<Item> texts(Tree tree, String path) {
        List<Item> items = new ArrayList<>();
        if (!(tree instanceof Tree.Sequence list)) {
            remarks.invalid(tree.line(), path, Remarks.shown(tree), "a list");
            return items;
        }
        for (int i = 0; i < list.items().size(); i++) {
            Tree item = list.items().get(i);
            String at = path + "[" + i + "]";
            text(item, at).ifPresent(text -> items.add(new Item(text, item.line(), at)));
        }
        return items;
    }

    private static boolean isText(Tree.Scalar scalar) {
        return scalar.type() == Tree.Scalar.Kind.TEXT || scalar.type() == Tree.Scalar.Kind.NUMBER;
    }

    /** The entries of a map, or of a list of {@code name=value}; each map key is remarked as used. */
    List<Pair> pairs(Tree tree, String path, String separators) {
        if (!(tree instanceof Tree.Mapping map)) {
            return texts(tree, path).stream()
                    .filter(item -> !item.text().isOpen())
                    .map(item -> pair(item, separators))
                    .toList();
        }
        List<Pair> pairs = new ArrayList<>();
        for (Tree.Entry entry : map.entries()) {
            String at = path + "." + entry.key();
            remarks.used(entry.line(), at);
            text(entry.value(), at)
                    .ifPresent(text -> pairs.add(new Pair(entry.key(), new Item(text, entry.line(), at))));
        }
        return pairs;
    }

    private static Pair pair(Item item, String separators) {
        String text = item.text().value();
        for (char separator : separators.toCharArray()) {
            int at = text.indexOf(separator);
            if (at >= 0) {
                Text value = new Text(text.substring(at + 1), Text.State.KNOWN);
                return new Pair(text.substring(0, at), new Item(value, item.line(), item.path()));
            }
        }
        return new Pair(text, new Item(new Text("", Text.State.KNOWN), item.line(), item.path()));
    }

    /** One value by its name. */
    record Pair(String name, Item value) {}

    /** One text of a list. */
    record Item(Text text, int line, String path) {}

    /** How a value is read and what to tell whoever wrote another. */
    record Form<T>(Function<String, Optional<T>> reader, String expected) {
        Optional<T> read(String text) {
            return reader.apply(text);
        }

        /** The form of a word whose constructor refuses what isn't one. */
        static <T> Form<T> word(Function<String, T> constructor, String expected) {
            return new Form<>(
                    text -> {
                        try {
                            return Optional.of(constructor.apply(text));
                        } catch (TenantryException refused) {
                            return Optional.empty();
                        }
                    },
                    expected);
        }
    }
}
