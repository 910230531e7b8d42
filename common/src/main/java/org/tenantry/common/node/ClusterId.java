package org.tenantry.common.node;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one cluster, made with its store. Containers carry it, so that two clusters on one engine never touch each other. */
public record ClusterId(@JsonValue String value) implements Comparable<ClusterId> {
    private static final Pattern FORM = Pattern.compile("c-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClusterId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("cluster id", value, "c- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(ClusterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
