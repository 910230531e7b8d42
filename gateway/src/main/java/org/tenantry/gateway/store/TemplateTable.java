package org.tenantry.gateway.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.template.TemplateVersion;

/** The templates. A version's texts never change, and instances of a removed one go on. */
public sealed class TemplateTable {
    final Sql sql;

    TemplateTable(Sql sql) {
        this.sql = sql;
    }

    /** By name and version, removed ones too. */
    public Optional<TemplateRow> find(TemplateRef ref) {
        return sql.one(
                row -> shape(row, this::files),
                "SELECT * FROM templates WHERE name = ? AND template_version = ?",
                ref.name(),
                ref.version());
    }

    /** The versions of that name that are not removed, without their files, the one added last first. */
    public List<TemplateRow> versions(TemplateName name) {
        return sql.list(
                row -> shape(row, ref -> List.of()),
                "SELECT * FROM templates WHERE name = ? AND NOT removed ORDER BY created DESC, template_version DESC",
                name);
    }

    /** Those that are not removed, without their files, by name and version. */
    public List<TemplateRow> page(Optional<TemplateRef> after, int limit) {
        return sql.list(
                row -> shape(row, ref -> List.of()),
                "SELECT * FROM templates WHERE NOT removed AND (name, template_version) > (?, ?)"
                        + " ORDER BY name, template_version LIMIT ?",
                Paging.after(after.map(TemplateRef::name)),
                Paging.after(after.map(TemplateRef::version)),
                limit);
    }

    private static TemplateRow shape(Row row, Function<TemplateRef, List<TemplateFileRow>> files) {
        TemplateRef ref = new TemplateRef(
                row.word("name", TemplateName::new), row.word("template_version", TemplateVersion::new));
        return new TemplateRow(
                ref,
                row.text("description"),
                row.text("manifest"),
                row.text("compose"),
                row.time("created"),
                row.flag("removed"),
                files.apply(ref));
    }

    private List<TemplateFileRow> files(TemplateRef ref) {
        return sql.list(
                row -> new TemplateFileRow(
                        row.text("path"), row.flag("executable"), row.text("digest"), row.text("content")),
                "SELECT f.path, f.executable, f.digest, c.content FROM template_files f"
                        + " JOIN contents c ON c.digest = f.digest"
                        + " WHERE f.name = ? AND f.template_version = ? ORDER BY f.path",
                ref.name(),
                ref.version());
    }

    /** With its changes. */
    public static final class Changing extends TemplateTable {
        private final Changes changes;

        Changing(Sql sql, Changes changes) {
            super(sql);
            this.changes = changes;
        }

        /**
         * Adds a version and answers the row that is there then. The same texts again are no change, other than that a
         * removed one is back. {@code TAKEN}: that version has other texts.
         */
        public TemplateRow add(TemplateRow row) {
            Optional<TemplateRow> known = find(row.ref());
            if (known.isEmpty()) {
                insert(row);
                return row;
            }
            if (!digest(known.get()).equals(digest(row))) {
                throw TenantryException.field(
                        ErrorCode.TAKEN, "version", row.ref().toString(), "a version that no other content has");
            }
            if (known.get().removed()) {
                setRemoved(row.ref(), false);
            }
            return find(row.ref()).orElseThrow();
        }

        /** Lets nobody make instances of it any more. */
        public void remove(TemplateRef ref) {
            if (setRemoved(ref, true) == 0) {
                throw TenantryException.notFound("template", ref.toString());
            }
        }

        private void insert(TemplateRow row) {
            sql.run(
                    "INSERT INTO templates"
                            + " (name, template_version, description, manifest, compose, digest, created, removed)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    row.ref().name(),
                    row.ref().version(),
                    row.description(),
                    row.manifest(),
                    row.compose(),
                    digest(row),
                    row.created(),
                    row.removed());
            row.files().forEach(file -> insert(row.ref(), file));
            changes.add(FeedKind.TEMPLATE, row.ref().toString());
        }

        private void insert(TemplateRef ref, TemplateFileRow file) {
            sql.run(
                    "INSERT INTO contents (digest, content) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    file.digest(),
                    file.base64());
            sql.run(
                    "INSERT INTO template_files (name, template_version, path, executable, digest) VALUES (?, ?, ?, ?,"
                            + " ?)",
                    ref.name(),
                    ref.version(),
                    file.path(),
                    file.executable(),
                    file.digest());
        }

        private int setRemoved(TemplateRef ref, boolean removed) {
            int met = sql.run(
                    "UPDATE templates SET removed = ? WHERE name = ? AND template_version = ? AND removed <> ?",
                    removed,
                    ref.name(),
                    ref.version(),
                    removed);
            if (met > 0) {
                changes.add(FeedKind.TEMPLATE, ref.toString());
            }
            return met;
        }

        private static String digest(TemplateRow row) {
            StringBuilder files = new StringBuilder();
            row.files()
                    .forEach(file -> files.append('\0')
                            .append(file.path())
                            .append('\0')
                            .append(file.executable())
                            .append('\0')
                            .append(file.digest()));
            return Credential.digest(row.manifest().length() + ":" + row.manifest() + row.compose() + files);
        }
    }
}
