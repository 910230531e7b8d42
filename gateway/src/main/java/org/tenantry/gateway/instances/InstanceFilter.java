package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.Goal;
import org.tenantry.common.instance.Observed;
import org.tenantry.gateway.store.InstanceRow;

/**
 * Which instances are wanted; what is empty asks for nothing. Pure.
 *
 * @param labels each must be there; an empty value asks for any
 * @param template a name, or one version of it
 * @param text somewhere in name, hosts or note, in upper or lower case
 */
public record InstanceFilter(
        Map<String, Optional<String>> labels,
        Optional<Goal> goal,
        Optional<Observed> observed,
        Optional<String> template,
        Optional<Boolean> locked,
        Optional<Boolean> removed,
        Optional<String> text) {
    private static final int LONGEST = 200;

    /** Takes everything. */
    public static final InstanceFilter ALL = new InstanceFilter(
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public InstanceFilter {
        labels = Map.copyOf(labels);
        text.filter(given -> given.length() > LONGEST).ifPresent(given -> {
            throw TenantryException.invalid("text", given, "at most " + LONGEST + " characters");
        });
        text = text.map(given -> given.toLowerCase(Locale.ROOT));
    }

    /** Labels as people ask for them: {@code name=value} and {@code name}, with commas between. */
    public static Map<String, Optional<String>> labels(String text) {
        Map<String, Optional<String>> labels = new TreeMap<>();
        for (String one : text.split(",", -1)) {
            int equals = one.indexOf('=');
            String name = equals < 0 ? one : one.substring(0, equals);
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(one.substring(equals + 1));
            if (name.isEmpty() || labels.put(name, value) != null) {
                throw TenantryException.invalid("label", text, "name=value or name, each once, commas between");
            }
        }
        return labels;
    }

    /**
     * Whether it is one of those.
     *
     * @param hosts asked only where nothing else decides
     */
    boolean takes(InstanceRow row, Supplier<Observed> seen, Supplier<List<CanonicalHost>> hosts) {
        return labels.entrySet().stream().allMatch(label -> has(row, label.getKey(), label.getValue()))
                && goal.filter(wanted -> wanted != row.goal()).isEmpty()
                && template.filter(wanted -> !isOf(row, wanted)).isEmpty()
                && locked.filter(wanted -> wanted != row.about().lock().isPresent())
                        .isEmpty()
                && removed.filter(wanted -> wanted != row.removal().isPresent()).isEmpty()
                && observed.filter(wanted -> wanted != seen.get()).isEmpty()
                && text.filter(wanted -> !mentions(row, wanted, hosts)).isEmpty();
    }

    private static boolean has(InstanceRow row, String name, Optional<String> value) {
        return row.labels().containsKey(name)
                && value.filter(wanted -> !wanted.equals(row.labels().get(name)))
                        .isEmpty();
    }

    private static boolean isOf(InstanceRow row, String wanted) {
        return wanted.indexOf('@') < 0
                ? row.template().name().value().equals(wanted)
                : row.template().toString().equals(wanted);
    }

    private static boolean mentions(InstanceRow row, String wanted, Supplier<List<CanonicalHost>> hosts) {
        return row.name().value().contains(wanted)
                || row.about().note().toLowerCase(Locale.ROOT).contains(wanted)
                || hosts.get().stream().anyMatch(host -> host.value().contains(wanted));
    }
}
