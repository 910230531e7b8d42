package org.tenantry.gateway.templates.source;

import org.tenantry.common.error.ErrorCode;

/**
 * Something in a file that keeps it from being taken.
 *
 * @param code {@code UNSUPPORTED} for what is refused, {@code UNKNOWN_FIELD}, {@code MALFORMED} or {@code TOO_LARGE}, else
 *     {@code INVALID}
 * @param file the file as people know it, {@code template.yaml} or {@code docker-compose.yml}
 * @param line counted from 1; 0 where it is about the file as a whole
 * @param column counted from 1; 0 where the line is all that is known
 * @param path the key, such as {@code services.web.image}; empty for the file as a whole
 * @param came what the file says there; never a secret
 * @param expected what it should say, or why it may not
 */
public record Problem(ErrorCode code, String file, int line, int column, String path, String came, String expected) {
    private static final int LONGEST = 120;

    public Problem {
        came = came.length() <= LONGEST ? came : came.substring(0, LONGEST - 3) + "...";
    }

    /** One sentence: where, what came and what was expected. */
    public String message() {
        String place = line > 0 ? file + ":" + line : file;
        if (column > 0) {
            place += ":" + column;
        }
        String what = path.isEmpty() ? "" : " " + path + ":";
        return place + ":" + what + " '" + came + "' (expected: " + expected + ")";
    }
}
