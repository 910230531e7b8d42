package org.tenantry.common.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.secret.Secret;

/**
 * The first frame on a connection to an agent's relay: four bytes of length and this as JSON. It says who asks and for what,
 * and is answered with one byte, {@link #ACCEPTED} or {@link #REFUSED}, before anything else is sent; after a refusal come
 * four bytes of length and a {@link Refusal} as JSON. After that frames go both ways: one byte channel, four bytes of
 * length, the bytes.
 *
 * @param format of this frame
 * @param key proves that the caller learned the way here from the agent itself
 * @param tail how many lines of a log that are there already
 * @param follow whether lines that come are told too
 * @param command what to run; empty for a log
 */
public record RelayOpening(
        int format,
        Secret key,
        Kind kind,
        InstanceId instance,
        ReplicaKey replica,
        int tail,
        boolean follow,
        List<String> command) {
    /** The format that this release writes. */
    public static final int FORMAT = 1;

    /** The longest first frame in bytes. */
    public static final int LONGEST = 64 * 1024;

    public static final byte REFUSED = 0;
    public static final byte ACCEPTED = 1;

    /** What a process writes to its output. */
    public static final byte OUTPUT = 1;

    /** What a process writes to its error output. */
    public static final byte ERRORS = 2;

    /** The end of a stream, with an {@link End} as JSON; the last frame. */
    public static final byte END = 3;

    public RelayOpening {
        command = List.copyOf(command);
    }

    /** What is asked for. */
    public enum Kind {
        LOGS,
        EXEC;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Kind parse(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            throw TenantryException.invalid("kind", word, "logs or exec");
        }
    }

    /** Why a connection was refused, as an {@link org.tenantry.common.error.ErrorCode}'s number and a sentence. */
    public record Refusal(int code, String message) {}

    /** How a stream ended: a command with its exit code, a log without one. */
    public record End(OptionalInt exitCode) {}
}
