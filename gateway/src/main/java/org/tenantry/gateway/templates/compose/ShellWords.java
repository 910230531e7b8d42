package org.tenantry.gateway.templates.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a command as a shell would, without running one: white space parts words, quotes and backslashes keep it, {@code
 * ""} is an argument. A variable stays in one word whatever its value: it is put in after the splitting.
 */
final class ShellWords {
    private final String written;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String written) {
        this.written = written;
    }

    /** The words; empty where a quote isn't closed or a backslash ends the text. */
    static Optional<List<String>> split(String written) {
        ShellWords words = new ShellWords(written);
        while (words.at < written.length()) {
            if (!words.step()) {
                return Optional.empty();
            }
        }
        words.endWord();
        return Optional.of(words.words);
    }

    private boolean step() {
        char c = written.charAt(at);
        return switch (c) {
            case ' ', '\t', '\n', '\r' -> {
                at++;
                endWord();
                yield true;
            }
            case '\'' -> singleQuoted();
            case '"' -> doubleQuoted();
            case '\\' -> escaped();
            default -> plain();
        };
    }

    private boolean plain() {
        int end = variableEnd();
        inWord = true;
        word.append(written, at, end);
        at = end;
        return true;
    }

    /** The end of what stands here: a variable in braces as a whole, else one character. */
    private int variableEnd() {
        if (written.startsWith("$$", at)) {
            return at + 2;
        }
        if (written.startsWith("${", at)) {
            int closing = Interpolation.closing(written, at + 1);
            return closing < 0 ? at + 1 : closing;
        }
        return at + 1;
    }

    private boolean escaped() {
        if (at + 1 >= written.length()) {
            return false;
        }
        inWord = true;
        word.append(written.charAt(at + 1));
        at += 2;
        return true;
    }

    private boolean singleQuoted() {
        int closing = written.indexOf('\'', at + 1);
        if (closing < 0) {
            return false;
        }
        inWord = true;
        word.append(written, at + 1, closing);
        at = closing + 1;
        return true;
    }

    private boolean doubleQuoted() {
        inWord = true;
        at++;
        while (at < written.length() && written.charAt(at) != '"') {
            if (written.charAt(at) == '\\' && at + 1 < written.length() && escapable(written.charAt(at + 1))) {
                word.append(written.charAt(at + 1));
                at += 2;
            } else {
                int end = variableEnd();
                word.append(written, at, end);
                at = end;
            }
        }
        at++;
        return at <= written.length();
    }

    private static boolean escapable(char c) {
        return c == '"' || c == '\\' || c == '`';
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
