package org.tenantry.gateway.templates;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.gateway.store.TemplateFileRow;
import org.tenantry.gateway.store.TemplateRow;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.TemplateFile;

/** What a template is given as: two texts and files. */
public record TemplateText(String manifest, String compose, FileSet files) {

    /** A template without files. */
    public TemplateText(String manifest, String compose) {
        this(manifest, compose, FileSet.NONE);
    }

    /** As it is kept. */
    public static TemplateText of(TemplateRow row) {
        List<TemplateFile> files = row.files().stream()
                .map(file -> new TemplateFile(
                        new FilePath(file.path()), Base64.getDecoder().decode(file.base64()), file.executable()))
                .toList();
        return new TemplateText(row.manifest(), row.compose(), new FileSet(files));
    }

    /**
     * As somebody sends it.
     *
     * @param files in Base64, by path
     * @param executables the paths of those that are programs
     * @throws TenantryException naming {@code files} or {@code files.<path>}
     */
    public static TemplateText sent(
            String manifest, String compose, Map<String, String> files, Set<String> executables) {
        List<TemplateFile> read = new ArrayList<>();
        files.forEach((path, base64) -> read.add(file(path, base64, executables.contains(path))));
        executables.stream()
                .filter(path -> !files.containsKey(path))
                .findFirst()
                .ifPresent(path -> {
                    throw TenantryException.invalid("executables", path, "the path of one of the files");
                });
        return new TemplateText(manifest, compose, new FileSet(read));
    }

    /** Read, as whoever added it knows that it can be. */
    public Template template() {
        return TemplateReader.read(manifest, compose, files);
    }

    List<TemplateFileRow> rows() {
        return files.all().stream()
                .map(file -> new TemplateFileRow(
                        file.path().value(),
                        file.executable(),
                        file.digest(),
                        Base64.getEncoder().encodeToString(file.bytes())))
                .toList();
    }

    private static TemplateFile file(String path, String base64, boolean executable) {
        String field = "files." + path;
        try {
            return new TemplateFile(new FilePath(path), Base64.getDecoder().decode(base64), executable);
        } catch (IllegalArgumentException notBase64) {
            throw TenantryException.field(ErrorCode.MALFORMED, field, base64.length() + " characters", "Base64");
        } catch (TenantryException notPlain) {
            throw TenantryException.invalid(field, path, FilePath.FORM);
        }
    }
}
