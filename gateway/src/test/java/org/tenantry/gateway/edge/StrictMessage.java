package org.tenantry.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second reader of heads, strict and slow, that shares no line with the one under test: whatever that one lets through has
 * to be read here as the same.
 *
 * @param start the first line; empty for trailers
 * @param rest what follows the empty line
 */
record StrictMessage(String start, List<Line> lines, String rest) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final Pattern REQUEST = Pattern.compile(TOKEN + " [\\x21-\\x7e]+ HTTP/1\\.[01]");
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] [1-9][0-9][0-9]( " + TEXT + ")?");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):(" + TEXT + ")");

    /** One field, its value without the blanks around it. */
    record Line(String name, String value) {
        String lower() {
            return name.toLowerCase(Locale.ROOT);
        }

        /** As an application sees it that takes an underscore for a hyphen, as CGI does. */
        String loose() {
            return lower().replace('_', '-');
        }

        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    static Optional<StrictMessage> request(byte[] bytes) {
        return read(text(bytes), Optional.of(REQUEST));
    }

    static Optional<StrictMessage> answer(byte[] bytes) {
        return read(text(bytes), Optional.of(ANSWER));
    }

    /** What follows the line of the last chunk. */
    static Optional<StrictMessage> trailers(String text) {
        return read(text, Optional.empty());
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static Optional<StrictMessage> read(String text, Optional<Pattern> start) {
        String all = start.isEmpty() ? "\r\n" + text : text;
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String[] head = all.substring(0, end).split("\r\n", -1);
        boolean begins = start.map(form -> form.matcher(head[0]).matches()).orElse(true);
        List<Line> lines = new ArrayList<>();
        for (int i = 1; i < head.length; i++) {
            Matcher field = FIELD.matcher(head[i]);
            if (!field.matches()) {
                return Optional.empty();
            }
            lines.add(new Line(field.group(1), trimmed(field.group(2))));
        }
        return begins ? Optional.of(new StrictMessage(head[0], lines, all.substring(end + 4))) : Optional.empty();
    }

    private static String trimmed(String value) {
        return value.replaceAll("^[ \\t]+|[ \\t]+$", "");
    }

    List<String> values(String lower) {
        return lines.stream()
                .filter(line -> line.lower().equals(lower))
                .map(Line::value)
                .toList();
    }

    /** How many there are for an application that takes an underscore for a hyphen. */
    long loosely(String lower) {
        return lines.stream().filter(line -> line.loose().equals(lower)).count();
    }

    /** The words of a list, in lower case. */
    List<String> words(String lower) {
        List<String> words = new ArrayList<>();
        for (String value : values(lower)) {
            for (String word : value.split(",", -1)) {
                words.add(trimmed(word).toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    /** What a strict reader knows of the body: {@code chunked}, a length in digits, {@code none}, or {@code unclear}. */
    String framing() {
        List<String> lengths = values("content-length");
        List<String> encodings = values("transfer-encoding");
        if (lengths.isEmpty() && encodings.isEmpty()) {
            return "none";
        }
        if (lengths.isEmpty()) {
            return encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked") ? "chunked" : "unclear";
        }
        String length = lengths.getFirst();
        boolean one = lengths.size() == 1 && encodings.isEmpty() && length.matches("[0-9]{1,19}");
        return one && length.compareTo("9".repeat(length.length())) <= 0
                ? length.replaceFirst("^0+(?=.)", "")
                : "unclear";
    }
}
