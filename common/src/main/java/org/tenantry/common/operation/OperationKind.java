package org.tenantry.common.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.tenantry.common.error.TenantryException;

/** What a long action does to an instance. */
public enum OperationKind {
    CREATE,
    START,
    STOP,
    /** Something else is wanted of it while it is there: parameters, scale, hosts, another version of its template. */
    CHANGE,
    REMOVE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static OperationKind parse(String word) {
        for (OperationKind kind : values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw TenantryException.invalid("operation kind", word, "create, start, stop, change or remove");
    }
}
