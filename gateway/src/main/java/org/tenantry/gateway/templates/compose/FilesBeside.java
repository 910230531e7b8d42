package org.tenantry.gateway.templates.compose;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.Mount;
import org.tenantry.gateway.templates.source.TemplateFile;

/** The template's files as its Compose file uses them; each one that is named is noted, there or not. */
final class FilesBeside {
    private static final String MISSING = "a file of the template, beside its Compose file";

    private final Reading reading;
    private final Beside beside;
    private final Contents contents = new Contents();
    private final SortedSet<String> named = new TreeSet<>();
    private final SortedSet<String> used = new TreeSet<>();
    private long filled;

    FilesBeside(Reading reading, Beside beside) {
        this.reading = reading;
        this.beside = beside;
    }

    /** Where a path is written. */
    record Place(String written, int line, String path) {}

    /** The paths that the file names, below the template's directory; "." is all of it. */
    SortedSet<String> named() {
        return named;
    }

    /** The files that something uses. */
    SortedSet<String> used() {
        return used;
    }

    Contents contents() {
        return contents;
    }

    /** The content of one file; empty, and remarked, where it can't be had. */
    Optional<Content> content(Place place, boolean secret) {
        return file(place).flatMap(file -> content(file, place, secret));
    }

    /** A file or directory at a path of a container. */
    Optional<Mount> mount(Place place, String target) {
        Optional<String> path = path(place);
        List<TemplateFile> below = path.map(beside.files()::below).orElse(List.of());
        if (!below.isEmpty()) {
            return Optional.of(directory(below, path.get(), target, place));
        }
        Optional<TemplateFile> file = path.flatMap(it -> found(it, place));
        return file.flatMap(it -> content(it, place, false))
                .map(content -> SharedMounts.file(target, content, file.get().mode()));
    }

    /** A text file with everything in it as it is written, such as an {@code env_file}. */
    Optional<String> text(Place place, boolean required) {
        if (!required && path(place).flatMap(beside.files()::find).isEmpty()) {
            return Optional.empty();
        }
        return file(place).flatMap(file -> decoded(file, place));
    }

    /** A text with a secret in it, or none, as a file. */
    Optional<Content> written(Text text, int line, String path, boolean secret) {
        byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
        filled += bytes.length;
        if (bytes.length > Content.LONGEST || filled > 4L * Content.LONGEST) {
            reading.remarks()
                    .invalid(line, path, "more", "at most " + Content.LONGEST + " bytes, and four times of it");
            return Optional.empty();
        }
        return Optional.of(contents.keep(bytes, secret || text.isSecret()));
    }

    private Mount directory(List<TemplateFile> below, String directory, String target, Place place) {
        int prefix = directory.equals(".") ? 0 : directory.length() + 1;
        List<Mount.Directory.Entry> entries = new ArrayList<>();
        for (TemplateFile file : below) {
            used.add(file.path().value());
            Place inner = new Place(file.path().value(), place.line(), place.path());
            content(file, inner, false)
                    .ifPresent(content -> entries.add(
                            new Mount.Directory.Entry(file.path().value().substring(prefix), content, file.mode())));
        }
        return new Mount.Directory(target, entries);
    }

    private Optional<Content> content(TemplateFile file, Place place, boolean secret) {
        if (!beside.interpolates(place.written())) {
            return Optional.of(contents.keep(file.bytes(), secret));
        }
        return decoded(file, place)
                .flatMap(text -> filled(text, file, place))
                .flatMap(text -> written(text, place.line(), place.path(), secret));
    }

    private Optional<Text> filled(String text, TemplateFile file, Place place) {
        return switch (Interpolation.fill(text, reading.variables(), Content.LONGEST)) {
            case Interpolation.Outcome.Filled(Text filledText) -> Optional.of(filledText);
            case Interpolation.Outcome.Refused(String came, String expected) -> {
                reading.remarks().invalid(place.line(), place.path(), file.path() + ": " + came, expected);
                yield Optional.empty();
            }
        };
    }

    private Optional<String> decoded(TemplateFile file, Place place) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.bytes()))
                    .toString());
        } catch (CharacterCodingException binary) {
            reading.remarks().invalid(place.line(), place.path(), file.path() + ": other bytes", "a text in UTF-8");
            return Optional.empty();
        }
    }

    private Optional<TemplateFile> file(Place place) {
        return path(place).flatMap(path -> found(path, place));
    }

    private Optional<TemplateFile> found(String path, Place place) {
        Optional<TemplateFile> file = beside.files().find(path);
        if (file.isEmpty()) {
            reading.remarks().invalid(place.line(), place.path(), place.written(), MISSING);
        }
        file.ifPresent(it -> used.add(path));
        return file;
    }

    private Optional<String> path(Place place) {
        Optional<String> path = beside.path(place.written());
        if (path.isEmpty()) {
            String expected =
                    "a path below the template's directory; files of template.yaml can say where it lies there";
            reading.remarks().unsupported(place.line(), place.path(), place.written(), expected);
        }
        path.ifPresent(named::add);
        return path;
    }
}
