package org.tenantry.gateway.templates.source;

/**
 * Something in a file that keeps it from being taken.
 *
 * @param file the file as people know it, {@code template.yaml} or {@code docker-compose.yml}
 * @param line counted from 1; 0 where it is about the file as a whole
 * @param path the key, such as {@code services.web.image}; empty for the file as a whole
 * @param came what the file says there; never a secret
 * @param expected what it should say, or why it may not
 */
public record Problem(String file, int line, String path, String came, String expected) {

    /** One sentence: where, what came and what was expected. */
    public String message() {
        String place = line > 0 ? file + ":" + line : file;
        String what = path.isEmpty() ? "" : " " + path + ":";
        return place + ":" + what + " '" + came + "' (expected: " + expected + ")";
    }
}
