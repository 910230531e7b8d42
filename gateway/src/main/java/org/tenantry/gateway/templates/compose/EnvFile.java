package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes an {@code env_file} apart, by the Compose Specification's "Env_file format". Pure; puts nothing in. */
final class EnvFile {
    private static final Pattern KEY =
            Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*(?:[=:][ \\t]*|(?=\\n|$))");
    private static final Pattern BLANK = Pattern.compile("[ \\t]*(?:#[^\\n]*)?(?:\\n|$)");

    private final String text;
    private final List<Line> lines = new ArrayList<>();
    private int at;

    private EnvFile(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    /**
     * One variable.
     *
     * @param literal whether nothing is put into its value
     * @param set whether it has one; without, it is not set at all
     */
    record Line(String name, String value, boolean literal, boolean set, int number) {}

    /** What can't be read, and where. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        Unreadable(int line, String expected) {
            super(expected);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /** Quotes are taken off, escapes read, and comments left out. */
    static List<Line> read(String text) throws Unreadable {
        EnvFile file = new EnvFile(text.startsWith("\uFEFF") ? text.substring(1) : text);
        file.read();
        return file.lines;
    }

    /** Every line as it is written: {@code format: raw}. */
    static List<Line> raw(String text) throws Unreadable {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line.strip() : line.substring(0, equals).strip();
            lines.add(new Line(name, equals < 0 ? "" : line.substring(equals + 1), true, equals >= 0, number));
        }
        return lines;
    }

    private void read() throws Unreadable {
        while (at < text.length()) {
            Matcher blank = BLANK.matcher(text).region(at, text.length());
            if (blank.lookingAt() && blank.end() > at) {
                at = blank.end();
            } else {
                variable();
            }
        }
    }

    private void variable() throws Unreadable {
        int number = number(at);
        Matcher key = KEY.matcher(text).region(at, text.length());
        if (!key.lookingAt()) {
            throw new Unreadable(number, "NAME=value");
        }
        at = key.end();
        boolean set = key.group().indexOf('=') >= 0 || key.group().indexOf(':') >= 0;
        char first = set && at < text.length() ? text.charAt(at) : '\n';
        if (first == '"' || first == '\'') {
            lines.add(new Line(key.group(1), quoted(first, number), first == '\'', true, number));
            rest(number);
        } else {
            lines.add(new Line(key.group(1), plain(), false, set, number));
        }
    }

    /** Up to the end of the line, or a comment after a space. */
    private String plain() {
        int end = text.indexOf('\n', at);
        String value = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        Matcher comment = Pattern.compile("(?:^|[ \\t])#").matcher(value);
        return (comment.find() ? value.substring(0, comment.start()) : value).strip();
    }

    private String quoted(char quote, int number) throws Unreadable {
        StringBuilder value = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                at = i + 1;
                return value.toString();
            }
            if (c == '\\' && i + 1 < text.length() && escaped(quote, text.charAt(i + 1), value)) {
                i++;
            } else {
                value.append(c);
            }
        }
        throw new Unreadable(number, "every quote closed");
    }

    private static boolean escaped(char quote, char next, StringBuilder value) {
        if (quote == '\'') {
            return next == '\'' && append(value, "'");
        }
        return switch (next) {
            case 'n' -> append(value, "\n");
            case 'r' -> append(value, "\r");
            case 't' -> append(value, "\t");
            case '"', '\\' -> append(value, String.valueOf(next));
            case '$' -> append(value, "$$");
            default -> false;
        };
    }

    private static boolean append(StringBuilder value, String text) {
        value.append(text);
        return true;
    }

    private void rest(int number) throws Unreadable {
        Matcher blank = BLANK.matcher(text).region(at, text.length());
        if (!blank.lookingAt()) {
            throw new Unreadable(number, "nothing after the closing quote");
        }
        at = blank.end();
    }

    private int number(int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }
}
