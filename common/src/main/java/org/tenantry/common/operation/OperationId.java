package org.tenantry.common.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one operation; never used again. */
public record OperationId(@JsonValue String value) implements Comparable<OperationId> {
    private static final Pattern FORM = Pattern.compile("o-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OperationId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("operation id", value, "o- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(OperationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
