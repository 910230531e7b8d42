package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/** A service of a Compose file, named as the file names it. */
public record ServiceName(@JsonValue String value) implements Comparable<ServiceName> {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ServiceName {
        if (!FORM.matcher(value).matches()) {
            throw TenantryException.invalid("service", value, "1 to 63 of a-z, A-Z, 0-9, dot, underscore and hyphen");
        }
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
