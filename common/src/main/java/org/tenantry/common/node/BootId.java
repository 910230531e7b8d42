package org.tenantry.common.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one start of an agent: reports are numbered within it. */
public record BootId(@JsonValue String value) implements Comparable<BootId> {
    private static final Pattern FORM = Pattern.compile("b-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BootId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("boot id", value, "b- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(BootId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
