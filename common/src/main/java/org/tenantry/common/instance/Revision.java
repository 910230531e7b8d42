package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** The hash of what one service's containers are made of; see {@link ServiceForm}. Its first characters name the version of the canonical form. */
public record Revision(@JsonValue String value) implements Comparable<Revision> {
    private static final Pattern FORM = Pattern.compile("r[0-9]+-[0-9a-f]{32}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Revision {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("revision", value, "r, a form version and 32 hexadecimal digits");
        }
    }

    @Override
    public int compareTo(Revision other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
