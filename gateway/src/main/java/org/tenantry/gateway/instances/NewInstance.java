package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.tenant.TenantId;

/**
 * An instance as it is ordered.
 *
 * @param template {@code name@version}, or a name for its newest version
 * @param hosts where it is to answer; empty for its name below the domain
 */
public record NewInstance(
        TenantId tenant,
        InstanceName name,
        String template,
        Map<String, String> parameters,
        List<CanonicalHost> hosts,
        SortedMap<String, String> labels) {
    private static final int MOST_HOSTS = 20;
    private static final int MOST_LABELS = 50;
    private static final Pattern ID = Pattern.compile("i-[a-z2-7]{12}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._/-]{0,61}[a-zA-Z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{0,200}");

    public NewInstance {
        parameters = new TreeMap<>(parameters);
        hosts = hosts.stream().distinct().toList();
        labels = new TreeMap<>(labels);
        if (ID.matcher(name.value()).matches()) {
            throw TenantryException.invalid("name", name.value(), "a name that doesn't look like an id");
        }
        if (hosts.size() > MOST_HOSTS) {
            throw TenantryException.invalid("hosts", hosts.size() + " hosts", "at most " + MOST_HOSTS);
        }
        if (labels.size() > MOST_LABELS) {
            throw TenantryException.invalid("labels", labels.size() + " labels", "at most " + MOST_LABELS);
        }
        labels.forEach(NewInstance::checkLabel);
    }

    private static void checkLabel(String name, String value) {
        if (!LABEL.matcher(name).matches()) {
            throw TenantryException.invalid(
                    "labels",
                    name,
                    "names of 1 to 63 letters, digits and inner dots, hyphens, underscores and slashes");
        }
        if (!VALUE.matcher(value).matches()) {
            throw TenantryException.invalid("labels." + name, value, "at most 200 characters, no control characters");
        }
    }
}
