package org.tenantry.common.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** A version of a template; what it names never changes. */
public record TemplateVersion(@JsonValue String value) implements Comparable<TemplateVersion> {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,31}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TemplateVersion {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid(
                    "template version", value, "1 to 32 of a-z, A-Z, 0-9, dot, underscore and hyphen");
        }
    }

    @Override
    public int compareTo(TemplateVersion other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
