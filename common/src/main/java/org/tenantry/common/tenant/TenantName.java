package org.tenantry.common.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** What people type for a tenant: unique while the tenant exists. */
public record TenantName(@JsonValue String value) implements Comparable<TenantName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TenantName {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("tenant name", value, "1 to 63 of a-z, 0-9 and inner hyphens");
        }
    }

    @Override
    public int compareTo(TenantName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
