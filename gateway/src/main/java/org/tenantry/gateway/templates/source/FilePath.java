package org.tenantry.gateway.templates.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tenantry.common.error.TenantryException;

/**
 * Where a file of a template lies below the template's directory: parts divided by slashes, none of them {@code .} or
 * {@code ..}, so that whoever writes it down never leaves a directory.
 */
public record FilePath(String value) implements Comparable<FilePath> {
    /** What a path looks like, for people. */
    public static final String FORM = "a plain path below the template's directory, such as nginx/default.conf";

    private static final int LONGEST = 200;
    private static final int DEEPEST = 10;
    private static final Pattern PART = Pattern.compile("[^/\\\\\\p{Cntrl}\\p{Cs}\\x{2028}\\x{2029}]{1,100}");

    public FilePath {
        if (!isPlain(value)) {
            throw TenantryException.invalid("path", value, FORM);
        }
    }

    /** The path that a Compose file writes, such as {@code ./nginx/}; empty where it leads elsewhere. "." is everything. */
    public static Optional<String> plain(String written) {
        if (written.startsWith("/")) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (String part : written.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String path = String.join("/", parts);
        return path.isEmpty() ? Optional.of(".") : Optional.of(path).filter(FilePath::isPlain);
    }

    /** Whether it lies in a directory, "." being the topmost. */
    public boolean isBelow(String directory) {
        return directory.equals(".") || value.startsWith(directory + "/");
    }

    @Override
    public int compareTo(FilePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isPlain(String value) {
        String[] parts = value.split("/", -1);
        if (value.length() > LONGEST || parts.length > DEEPEST) {
            return false;
        }
        for (String part : parts) {
            if (part.equals(".") || part.equals("..") || !PART.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }
}
