package org.tenantry.common.error;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The one exception of the project: a code of the closed list, the field it is about and parameters from which a message
 * can be made in any language. Everything else that is thrown is a bug and told as {@link ErrorCode#INTERNAL}.
 */
public final class TenantryException extends RuntimeException {
    private final ErrorCode code;
    private final Optional<String> field;
    private final Map<String, String> parameters;

    private TenantryException(ErrorCode code, Optional<String> field, Map<String, String> parameters, String message) {
        super(message);
        this.code = code;
        this.field = field;
        this.parameters = Map.copyOf(parameters);
    }

    /** A failure that is about no single field. */
    public static TenantryException of(ErrorCode code, String message) {
        return new TenantryException(code, Optional.empty(), Map.of(), message);
    }

    /** A failure that is about one field: what came, and what was expected. */
    public static TenantryException field(ErrorCode code, String field, String came, String expected) {
        String message = field + ": '" + shortened(came) + "' (expected: " + expected + ")";
        return new TenantryException(
                code, Optional.of(field), Map.of("came", shortened(came), "expected", expected), message);
    }

    /** A value that is not one of those expected. */
    public static TenantryException invalid(String field, String came, String expected) {
        return field(ErrorCode.INVALID, field, came, expected);
    }

    /** Nothing there by that id or name. */
    public static TenantryException notFound(String kind, String id) {
        return new TenantryException(
                ErrorCode.NOT_FOUND,
                Optional.of(kind),
                Map.of("kind", kind, "id", shortened(id)),
                kind + " '" + shortened(id) + "' does not exist");
    }

    /** A failure rebuilt from what another process told of it. */
    public static TenantryException told(
            ErrorCode code, Optional<String> field, Map<String, String> parameters, String message) {
        return new TenantryException(code, field, parameters, message);
    }

    /** The same failure with one more parameter. */
    public TenantryException with(String name, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(name, value);
        TenantryException copy = new TenantryException(code, field, more, message());
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public ErrorCode code() {
        return code;
    }

    /** The field as the caller named it, e.g. {@code name} or {@code services.web.image}. */
    public Optional<String> field() {
        return field;
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    /** The message in English; never null, never with a secret. */
    public String message() {
        return String.valueOf(getMessage());
    }

    private static String shortened(String came) {
        return came.length() <= 120 ? came : came.substring(0, 117) + "...";
    }
}
