package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one instance for its whole life; never used again. What people type is its {@link InstanceName}. */
public record InstanceId(@JsonValue String value) implements Comparable<InstanceId> {
    private static final Pattern FORM = Pattern.compile("i-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public InstanceId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("instance id", value, "i- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
