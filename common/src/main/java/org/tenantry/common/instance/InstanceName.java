package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** What people type for an instance: unique while the instance is not absent, and may come back as another's. */
public record InstanceName(@JsonValue String value) implements Comparable<InstanceName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InstanceName {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("instance name", value, "1 to 63 of a-z, 0-9 and inner hyphens");
        }
    }

    @Override
    public int compareTo(InstanceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
