package org.tenantry.gateway.templates.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.instance.Content;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/**
 * The {@code secrets} or {@code configs} at the top of a Compose file. A secret that has the name of one of
 * {@code template.yaml} is that one, whatever file the Compose file names. What no service uses needs no content.
 */
final class SharedFiles {
    private final Reading reading;
    private final boolean secret;
    private final Map<String, Section> sections = new HashMap<>();
    private final Map<String, Optional<Content>> found = new HashMap<>();

    SharedFiles(Reading reading, boolean secret) {
        this.reading = reading;
        this.secret = secret;
    }

    void declare(Tree.Entry entry, String path) {
        boolean ours = hidden(entry.key()).isPresent();
        String note = ours ? "it is the secret of template.yaml by that name" : "";
        reading.remarks().used(entry.line(), path, note);
        Section section = entry.value() instanceof Tree.Scalar scalar && scalar.isNothing()
                ? Section.none(path, entry.line())
                : reading.remarks()
                        .mapping(entry.value(), path)
                        .map(map ->
                                (secret ? ComposeKeys.SECRET : ComposeKeys.CONFIG).read(map, path, reading.remarks()))
                        .orElseGet(() -> Section.none(path, entry.line()));
        sections.put(entry.key(), section);
    }

    boolean isDeclared(String name) {
        return sections.containsKey(name);
    }

    /** Its content; remarked once where there is none. */
    Optional<Content> content(String name) {
        Section section = sections.get(name);
        if (section == null) {
            return Optional.empty();
        }
        Optional<Content> known = found.get(name);
        if (known == null) {
            known = read(name, section);
            found.put(name, known);
        }
        return known;
    }

    private Optional<Content> read(String name, Section section) {
        Optional<Text> hidden = hidden(name);
        if (hidden.isPresent()) {
            return reading.files().written(hidden.get(), section.line(), section.path(), true);
        }
        Optional<Tree> external = section.find("external").filter(tree -> !isFalse(tree));
        if (external.isPresent()) {
            String expected = secret
                    ? "a secret or secret parameter of template.yaml by the name " + name
                    : "a file of the template";
            reading.remarks().unsupported(section.line("external"), section.path("external"), "true", expected);
            return Optional.empty();
        }
        if (section.find("file").isPresent()) {
            return file(section, section.find("file").get());
        }
        Optional<Tree> text = section.find("content").or(() -> section.find("environment"));
        if (text.isEmpty()) {
            String expected =
                    secret ? "file or environment, or a secret of template.yaml by that name" : "file or content";
            reading.remarks().invalid(section.line(), section.path(), "none", expected);
            return Optional.empty();
        }
        return text(section, text.get());
    }

    private Optional<Content> file(Section section, Tree tree) {
        return reading.text(tree, section.path("file"))
                .filter(text -> !text.isOpen())
                .flatMap(text -> reading.files()
                        .content(
                                new FilesBeside.Place(text.value(), section.line("file"), section.path("file")),
                                secret));
    }

    private Optional<Content> text(Section section, Tree tree) {
        boolean named = section.find("content").isEmpty();
        String path = section.path(named ? "environment" : "content");
        if (!(tree instanceof Tree.Scalar scalar) || scalar.isNothing()) {
            reading.remarks().invalid(tree.line(), path, Remarks.shown(tree), "a text");
            return Optional.empty();
        }
        String written = named ? "${" + scalar.text() + "}" : scalar.text();
        return reading.fill(written, scalar.line(), path)
                .flatMap(text -> reading.files().written(text, scalar.line(), path, secret));
    }

    /** The value of the template's secret by that name. */
    private Optional<Text> hidden(String name) {
        if (!secret) {
            return Optional.empty();
        }
        return reading.variables()
                .find(name)
                .filter(Variables.Variable.Hidden.class::isInstance)
                .map(Variables.Variable.Hidden.class::cast)
                .map(it -> new Text(it.value().map(value -> value.reveal()).orElse(""), Text.State.SECRET));
    }

    private boolean isFalse(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.isFalse();
    }
}
