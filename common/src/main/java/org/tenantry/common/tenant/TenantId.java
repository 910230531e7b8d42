package org.tenantry.common.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one tenant for its whole life; never used again. What people type is its {@link TenantName}. */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
    private static final Pattern FORM = Pattern.compile("t-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("tenant id", value, "t- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
