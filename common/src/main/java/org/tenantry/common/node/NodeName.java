package org.tenantry.common.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** What people type for a node: its host name unless set. */
public record NodeName(@JsonValue String value) implements Comparable<NodeName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NodeName {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("node name", value, "1 to 63 of a-z, 0-9, inner dots and hyphens");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
