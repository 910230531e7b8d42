package org.tenantry.gateway.store;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;

/**
 * What is wanted of an instance. A row stays for ever, so that no id comes back.
 *
 * @param name unique among rows whose goal is not absent
 * @param scale replicas per service, where it is not the template's
 * @param goneAt when the last node that held it confirmed that nothing is left
 * @param about what people say of it
 * @param version counts the changes of this row; 0 before it is inserted
 */
public record InstanceRow(
        InstanceId id,
        TenantId tenant,
        InstanceName name,
        TemplateRef template,
        SortedMap<String, String> parameters,
        SortedMap<String, Integer> scale,
        Goal goal,
        SortedMap<String, String> labels,
        Instant created,
        Optional<Instant> goneAt,
        About about,
        long version) {

    /**
     * What people say of an instance, beside what it is.
     *
     * @param note for people; empty where there is none
     * @param removal counts only while the goal is stopped, see {@link InstanceRow#removal}
     */
    public record About(String note, Optional<InstanceLock> lock, Optional<Removal> removal) {
        /** Of an instance of which nothing was said yet. */
        public static final About NOTHING = new About("", Optional.empty(), Optional.empty());
    }

    public InstanceRow {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        scale = Collections.unmodifiableSortedMap(new TreeMap<>(scale));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** One of which nothing was said yet. */
    public InstanceRow(
            InstanceId id,
            TenantId tenant,
            InstanceName name,
            TemplateRef template,
            SortedMap<String, String> parameters,
            SortedMap<String, Integer> scale,
            Goal goal,
            SortedMap<String, String> labels,
            Instant created,
            Optional<Instant> goneAt,
            long version) {
        this(id, tenant, name, template, parameters, scale, goal, labels, created, goneAt, About.NOTHING, version);
    }

    /** Until when it can be taken back; a release that knows of no removals may have started it again since. */
    public Optional<Removal> removal() {
        return about.removal().filter(ignored -> goal == Goal.STOPPED);
    }

    public InstanceRow withGoal(Goal other) {
        return new InstanceRow(
                id, tenant, name, template, parameters, scale, other, labels, created, goneAt, about, version);
    }

    public InstanceRow withName(InstanceName other) {
        return new InstanceRow(
                id, tenant, other, template, parameters, scale, goal, labels, created, goneAt, about, version);
    }

    public InstanceRow withTemplate(TemplateRef other) {
        return new InstanceRow(
                id, tenant, name, other, parameters, scale, goal, labels, created, goneAt, about, version);
    }

    public InstanceRow withParameters(Map<String, String> others) {
        return new InstanceRow(
                id,
                tenant,
                name,
                template,
                new TreeMap<>(others),
                scale,
                goal,
                labels,
                created,
                goneAt,
                about,
                version);
    }

    public InstanceRow withScale(Map<String, Integer> others) {
        return new InstanceRow(
                id,
                tenant,
                name,
                template,
                parameters,
                new TreeMap<>(others),
                goal,
                labels,
                created,
                goneAt,
                about,
                version);
    }

    public InstanceRow withLabels(Map<String, String> others) {
        return new InstanceRow(
                id,
                tenant,
                name,
                template,
                parameters,
                scale,
                goal,
                new TreeMap<>(others),
                created,
                goneAt,
                about,
                version);
    }

    public InstanceRow withNote(String other) {
        return withAbout(new About(other, about.lock(), about.removal()));
    }

    public InstanceRow withLock(Optional<InstanceLock> other) {
        return withAbout(new About(about.note(), other, about.removal()));
    }

    public InstanceRow withRemoval(Optional<Removal> other) {
        return withAbout(new About(about.note(), about.lock(), other));
    }

    private InstanceRow withAbout(About other) {
        return new InstanceRow(
                id, tenant, name, template, parameters, scale, goal, labels, created, goneAt, other, version);
    }

    public InstanceRow withGoneAt(Instant at) {
        return new InstanceRow(
                id, tenant, name, template, parameters, scale, goal, labels, created, Optional.of(at), about, version);
    }

    InstanceRow withVersion(long other) {
        return new InstanceRow(
                id, tenant, name, template, parameters, scale, goal, labels, created, goneAt, about, other);
    }
}
