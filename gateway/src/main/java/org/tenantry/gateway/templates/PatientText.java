package org.tenantry.gateway.templates;

import java.util.regex.Pattern;

/**
 * A text that ends a match which looks at it too often. A template's author writes the pattern and somebody else the value,
 * and some pairs would keep a thread busy for years.
 */
final class PatientText implements CharSequence {
    private static final int MOST_LOOKS = 100_000;

    private final String text;
    private int looks;

    private PatientText(String text) {
        this.text = text;
    }

    /** Whether the whole text matches; one that takes too long to say does not. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new PatientText(text)).matches();
        } catch (ImpatientException | StackOverflowError tooLong) {
            return false;
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new ImpatientException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class ImpatientException extends RuntimeException {
        ImpatientException() {
            super("a pattern looked at a text too often", null, false, false);
        }
    }
}
