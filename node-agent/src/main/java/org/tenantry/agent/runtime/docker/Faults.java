package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Says in the project's words what the engine, or the line to it, refused. */
final class Faults {
    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int FORBIDDEN = 403;

    private Faults() {}

    /** The failure to throw; what isn't the engine's doing is a bug and stays what it is. */
    static RuntimeException of(@Nullable Throwable failure) {
        return switch (failure) {
            case TenantryException known -> known;
            case NotFoundException missing -> TenantryException.of(ErrorCode.NOT_FOUND, message(missing));
            case ConflictException conflict -> TenantryException.of(ErrorCode.CONFLICT, message(conflict));
            case BadRequestException refused -> TenantryException.of(ErrorCode.INVALID, message(refused));
            case DockerException forbidden
            when forbidden.getHttpStatus() == FORBIDDEN -> TenantryException.of(ErrorCode.CONFLICT, message(forbidden));
            case DockerException other -> TenantryException.of(ErrorCode.UNAVAILABLE, message(other));
            case RuntimeException wrapped
            when isLost(wrapped) ->
                TenantryException.of(ErrorCode.UNAVAILABLE, "the engine does not answer: " + root(wrapped));
            case RuntimeException bug -> bug;
            case Error error -> throw error;
            case null, default -> new IllegalStateException("a call to the engine failed", failure);
        };
    }

    /** Whether the line to the engine broke, or could not be opened. */
    static boolean isLost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** The engine's own sentence, without the JSON around it. */
    static String message(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher json = MESSAGE.matcher(text);
        return json.find() ? json.group(1).replace("\\\"", "\"").replace("\\n", " ") : text.strip();
    }

    private static String root(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        return String.valueOf(cause.getMessage());
    }
}
