package org.tenantry.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.InstanceName;

/** What people may say of an instance, whether they order or change it; each refusal names the field. */
final class Form {
    private static final int MOST_HOSTS = 20;
    private static final int MOST_LABELS = 50;
    private static final int LONGEST_NOTE = 2_000;
    private static final int LONGEST_REASON = 200;
    private static final Pattern ID = Pattern.compile("i-[a-z2-7]{12}");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._/-]{0,61}[a-zA-Z0-9])?");
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]{0,200}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]*[^\\p{Cntrl}\\s][^\\p{Cntrl}]*");

    private Form() {}

    static void name(InstanceName name) {
        if (ID.matcher(name.value()).matches()) {
            throw TenantryException.invalid("name", name.value(), "a name that doesn't look like an id");
        }
    }

    static void hosts(List<CanonicalHost> hosts) {
        if (hosts.size() > MOST_HOSTS) {
            throw TenantryException.invalid("hosts", hosts.size() + " hosts", "at most " + MOST_HOSTS);
        }
    }

    static void labels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            throw TenantryException.invalid("labels", labels.size() + " labels", "at most " + MOST_LABELS);
        }
        labels.forEach(Form::label);
    }

    static void note(String note) {
        if (note.length() > LONGEST_NOTE) {
            throw TenantryException.invalid(
                    "note", note.length() + " characters", "at most " + LONGEST_NOTE + " characters");
        }
        if (CONTROL.matcher(note).find()) {
            throw TenantryException.invalid("note", "control characters", "text, with line breaks and tabs at most");
        }
    }

    static void reason(String reason) {
        if (reason.length() > LONGEST_REASON || !LINE.matcher(reason).matches()) {
            throw TenantryException.invalid(
                    "reason", reason, "1 to " + LONGEST_REASON + " characters, not blank, no control characters");
        }
    }

    private static void label(String name, String value) {
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
