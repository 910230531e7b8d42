package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;

/**
 * What is to be different of an instance. What is not named stays.
 *
 * @param parameters an empty value is the template's default again
 * @param scale replicas per service; an empty value is the template's again
 * @param hosts all of them, in order; the first is the one that templates are told
 * @param labels an empty value takes the label away
 * @param note an empty text takes it away
 * @param template another version of the same template: {@code name@version}, or the name for its newest version
 */
public record InstanceChange(
        Map<String, Optional<String>> parameters,
        Map<String, Optional<Integer>> scale,
        Optional<List<CanonicalHost>> hosts,
        Map<String, Optional<String>> labels,
        Optional<String> note,
        Optional<String> template,
        Optional<InstanceName> name) {
    public InstanceChange {
        parameters = new TreeMap<>(parameters);
        scale = new TreeMap<>(scale);
        hosts = hosts.map(all -> all.stream().distinct().toList());
        labels = new TreeMap<>(labels);
        hosts.ifPresent(Form::hosts);
        note.ifPresent(Form::note);
        name.ifPresent(Form::name);
    }

    /** Values with a patch laid over them. */
    static <T> SortedMap<String, T> patched(Map<String, T> values, Map<String, Optional<T>> patch) {
        SortedMap<String, T> result = new TreeMap<>(values);
        patch.forEach(
                (name, value) -> value.ifPresentOrElse(given -> result.put(name, given), () -> result.remove(name)));
        return result;
    }
}
