package org.tenantry.common.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** An application that can be instantiated, without its version. */
public record TemplateName(@JsonValue String value) implements Comparable<TemplateName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TemplateName {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("template name", value, "1 to 63 of a-z, 0-9 and inner hyphens");
        }
    }

    @Override
    public int compareTo(TemplateName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
