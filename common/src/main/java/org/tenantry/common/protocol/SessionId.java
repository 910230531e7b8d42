package org.tenantry.common.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** Names one live connection of an agent to a gateway. */
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {
    private static final Pattern FORM = Pattern.compile("s-[a-z2-7]{12}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("session id", value, "s- and 12 characters of a-z2-7");
        }
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
