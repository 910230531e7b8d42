package org.tenantry.gateway.templates.source;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Content;

/** The files of one version of a template, by path; bounded, so that a store and a node can carry them. */
public final class FileSet {
    /** No file. */
    public static final FileSet NONE = new FileSet(List.of());

    private static final int MOST_FILES = 256;
    private static final int MOST_BYTES = 4 << 20;

    private final SortedMap<FilePath, TemplateFile> byPath;

    /** {@code TOO_LARGE} or {@code INVALID}, the field being {@code files} or {@code files.<path>}. */
    public FileSet(Collection<TemplateFile> files) {
        SortedMap<FilePath, TemplateFile> sorted = new TreeMap<>();
        long bytes = 0;
        for (TemplateFile file : files) {
            String field = "files." + file.path();
            if (file.size() > Content.LONGEST) {
                throw tooLarge(field, file.size() + " bytes", Content.LONGEST + " bytes");
            }
            if (sorted.put(file.path(), file) != null) {
                throw TenantryException.invalid(field, file.path().value(), "each path once");
            }
            bytes += file.size();
        }
        if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
            String most = MOST_FILES + " files and " + MOST_BYTES + " bytes in all";
            throw tooLarge("files", files.size() + " files and " + bytes + " bytes", most);
        }
        this.byPath = Collections.unmodifiableSortedMap(sorted);
        requireNoneWithin();
    }

    /** All of them, by path. */
    public Collection<TemplateFile> all() {
        return byPath.values();
    }

    public Optional<TemplateFile> find(String path) {
        return byPath.values().stream()
                .filter(file -> file.path().value().equals(path))
                .findFirst();
    }

    /** What lies in a directory, by path; "." is everything. */
    public List<TemplateFile> below(String directory) {
        return byPath.values().stream()
                .filter(file -> file.path().isBelow(directory))
                .toList();
    }

    /** A name can't be a file and a directory. */
    private void requireNoneWithin() {
        for (FilePath path : byPath.keySet()) {
            if (!below(path.value()).isEmpty()) {
                throw TenantryException.invalid(
                        "files." + path, path.value(), "a file or a directory of that name, not both");
            }
        }
    }

    private static TenantryException tooLarge(String field, String came, String most) {
        return TenantryException.field(ErrorCode.TOO_LARGE, field, came, "at most " + most);
    }
}
