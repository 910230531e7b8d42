package org.tenantry.gateway.store;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.template.TemplateRef;

/**
 * What a change of an instance falls back to where it fails. Its secrets are kept apart, sealed.
 *
 * @param affected services that the change replaces, makes or scales, and those that depend on them: only these can make it
 *     fail
 */
public record FormerState(
        TemplateRef template,
        SortedMap<String, String> parameters,
        SortedMap<String, Integer> scale,
        SortedSet<ServiceName> affected) {
    public FormerState {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        scale = Collections.unmodifiableSortedMap(new TreeMap<>(scale));
        affected = Collections.unmodifiableSortedSet(new TreeSet<>(affected));
    }

    /** The same for a change that replaces others before the former one was done. */
    public FormerState alsoAffecting(SortedSet<ServiceName> others) {
        SortedSet<ServiceName> all = new TreeSet<>(affected);
        all.addAll(others);
        return new FormerState(template, parameters, scale, all);
    }
}
