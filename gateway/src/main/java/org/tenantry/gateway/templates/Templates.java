package org.tenantry.gateway.templates;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.template.TemplateName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.audit.Trail;
import org.tenantry.gateway.paging.Page;
import org.tenantry.gateway.paging.PageRequest;
import org.tenantry.gateway.store.Reading;
import org.tenantry.gateway.store.Store;
import org.tenantry.gateway.store.TemplateRow;

/** Adds, shows and removes templates. */
public final class Templates {
    private final Store store;
    private final Trail trail;
    private final InstantSource clock;

    public Templates(Store store, Trail trail, InstantSource clock) {
        this.store = store;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Adds a version of a template; the same texts again are no change. {@code TAKEN}: that version has other texts; else
     * what {@link TemplateReader#read} refuses.
     */
    public TemplateView add(Caller caller, TemplateText text) {
        Template template = TemplateReader.read(text.manifest(), text.compose(), text.files());
        return store.write(writing -> {
            TemplateRow row = writing.templates()
                    .add(new TemplateRow(
                            template.ref(),
                            template.manifest().description(),
                            text.manifest(),
                            text.compose(),
                            clock.instant(),
                            false,
                            text.rows()));
            return trail.leave(writing, caller, entry("template.add", row.ref()), view(row));
        });
    }

    /** Explains what becomes of every key of a template's two texts, and of its files; changes nothing. */
    public TemplateCheck check(TemplateText text) {
        return TemplateReader.check(text.manifest(), text.compose(), text.files());
    }

    /** What differs between two templates, each {@code name@version} or a name, which is its newest version. */
    public TemplateDiff diff(String from, String to) {
        return store.read(reading -> TemplateDiff.of(resolve(reading, from), resolve(reading, to)));
    }

    /** One template, as {@code name@version} or by its name, which is its newest version. */
    public TemplateView view(String refOrName) {
        return store.read(reading -> view(resolve(reading, refOrName)));
    }

    /** The service that answers the web, also of a template that was removed. */
    public ServiceName web(TemplateRef ref) {
        return store.read(reading -> reading.templates().find(ref))
                .map(row -> manifest(row).web().service())
                .orElseThrow(() -> TenantryException.notFound("template", ref.toString()));
    }

    /** All that instances can be made of. */
    public Page<TemplateView> page(PageRequest wanted) {
        return store.read(reading -> Page.of(
                reading.templates().page(wanted.after().map(TemplateRef::parse), wanted.oneMore()),
                wanted.limit(),
                row -> row.ref().toString(),
                Templates::view));
    }

    /** Removes a version that no instance is made of. {@code CONFLICT}: one is. */
    public TemplateView remove(Caller caller, TemplateRef ref) {
        return store.write(writing -> {
            TemplateRow row = present(writing, ref);
            long users = writing.instances().left().stream()
                    .filter(instance -> instance.template().equals(ref) && instance.goal() != Goal.ABSENT)
                    .count();
            if (users > 0) {
                throw TenantryException.of(
                        ErrorCode.CONFLICT, "template " + ref + " has " + users + " instances (expected: none)");
            }
            writing.templates().remove(ref);
            return trail.leave(writing, caller, entry("template.remove", row.ref()), view(row));
        });
    }

    /** The template that new instances are made of: {@code name@version}, or the newest version of a name. */
    public static TemplateRow resolve(Reading reading, String refOrName) {
        if (refOrName.indexOf('@') >= 0) {
            return present(reading, TemplateRef.parse(refOrName));
        }
        return newest(reading, new TemplateName(refOrName))
                .orElseThrow(() -> TenantryException.notFound("template", refOrName));
    }

    private static Optional<TemplateRow> newest(Reading reading, TemplateName name) {
        return reading.templates().versions(name).stream()
                .findFirst()
                .flatMap(row -> reading.templates().find(row.ref()));
    }

    private static TemplateRow present(Reading reading, TemplateRef ref) {
        return reading.templates()
                .find(ref)
                .filter(row -> !row.removed())
                .orElseThrow(() -> TenantryException.notFound("template", ref.toString()));
    }

    private static TemplateView view(TemplateRow row) {
        return TemplateView.of(row, manifest(row));
    }

    private static TemplateManifest manifest(TemplateRow row) {
        return TemplateReader.manifest(row.manifest());
    }

    private static Trail.Entry entry(String action, TemplateRef ref) {
        return new Trail.Entry(action, ref.toString(), Optional.empty(), Map.of());
    }
}
