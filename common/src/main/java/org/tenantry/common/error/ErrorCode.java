package org.tenantry.common.error;

/**
 * Everything that can go wrong, as a closed list. A code is stable: clients and translations rely on its {@link #key()},
 * the wire on its {@link #number()}; neither is ever reused.
 */
public enum ErrorCode {
    /** A field's value is not one of those expected. */
    INVALID("invalid", 1, 400, false),
    /** A field that nobody knows. */
    UNKNOWN_FIELD("unknown-field", 2, 400, false),
    /** Text that is not what its format asks for: JSON, YAML, a head. */
    MALFORMED("malformed", 3, 400, false),
    /** No token, or one that is not valid (any more). */
    UNAUTHENTICATED("unauthenticated", 4, 401, false),
    /** A valid token without this permission. */
    FORBIDDEN("forbidden", 5, 403, false),
    /** Nothing there by that id or name, or nothing that this principal may know of. */
    NOT_FOUND("not-found", 6, 404, false),
    /** The method is not one this path has. */
    METHOD_NOT_ALLOWED("method-not-allowed", 7, 405, false),
    /** The name, host or version belongs to something else. */
    TAKEN("taken", 8, 409, false),
    /** The state of the thing forbids it now. */
    CONFLICT("conflict", 9, 409, false),
    /** The version sent with If-Match is not the current one. */
    VERSION_MISMATCH("version-mismatch", 10, 412, false),
    /** More bytes than are taken. */
    TOO_LARGE("too-large", 11, 413, false),
    /** A media type that is not taken. */
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 12, 415, false),
    /** Something of Compose or of a template that is refused, or not supported yet. */
    UNSUPPORTED("unsupported", 13, 422, false),
    /** The same idempotency key came with another request. */
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", 14, 422, false),
    /** More than the plan allows. */
    QUOTA("quota", 15, 422, false),
    /** Too many at once. */
    TOO_MANY("too-many", 16, 429, true),
    /** Not now: the store, a node or an agent is away. */
    UNAVAILABLE("unavailable", 17, 503, true),
    /** No answer in time; whether it happened is not known. */
    TIMEOUT("timeout", 18, 504, true),
    /** An order or write of a term that is over. */
    STALE_TERM("stale-term", 19, 409, false),
    /** The other side speaks no version of the protocol that this side speaks, or a file's format is newer. */
    UNSUPPORTED_VERSION("unsupported-version", 20, 426, false),
    /** Somebody locked the thing, and says why. */
    LOCKED("locked", 21, 423, false),
    /** A bug. Its trace is in the log of the process that met it. */
    INTERNAL("internal", 99, 500, false);

    private final String key;
    private final int number;
    private final int status;
    private final boolean retryable;

    ErrorCode(String key, int number, int status, boolean retryable) {
        this.key = key;
        this.number = number;
        this.status = status;
        this.retryable = retryable;
    }

    /** The stable name, for clients and translations. */
    public String key() {
        return key;
    }

    /** The stable number, for the wire. */
    public int number() {
        return number;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** Whether the same request may succeed later without a change. */
    public boolean retryable() {
        return retryable;
    }

    /** The code with that number; {@link #INTERNAL} for one from a newer release. */
    public static ErrorCode ofNumber(int number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return INTERNAL;
    }
}
