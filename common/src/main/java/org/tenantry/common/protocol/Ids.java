package org.tenantry.common.protocol;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes ids: a prefix and 60 random bits in base 32. Give it a {@link java.security.SecureRandom} outside tests; session ids
 * and the like must not be guessed.
 */
public final class Ids implements Supplier<String> {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    /** Twelve characters of a-z2-7. */
    @Override
    public String get() {
        StringBuilder text = new StringBuilder(12);
        for (int i = 0; i < 12; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** An id with its prefix, such as {@code i-}. */
    public String next(String prefix) {
        return prefix + get();
    }
}
