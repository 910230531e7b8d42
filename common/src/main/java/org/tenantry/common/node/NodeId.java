package org.tenantry.common.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one node for its whole life; never used again. What people type is its {@link NodeName}. */
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {
    private static final Pattern FORM = Pattern.compile("n-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public NodeId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("node id", value, "n- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
