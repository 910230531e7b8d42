package org.tenantry.gateway.templates;

import java.util.Optional;
import java.util.regex.Pattern;
import org.tenantry.gateway.templates.source.Keys;
import org.tenantry.gateway.templates.source.Remarks;
import org.tenantry.gateway.templates.source.Section;
import org.tenantry.gateway.templates.source.Tree;

/** Reads how one secret is made. */
final class SecretReader {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int STANDARD_LENGTH = 32;
    private static final int MOST_LENGTH = 256;
    private static final double LEAST_BITS = 64;
    private static final Pattern ALPHABET = Pattern.compile("[!-~]{2,94}");
    private static final Keys KEYS = Keys.orElse("a key of a secret in template.yaml, format 1")
            .used("length", "alphabet")
            .withExtensions();

    private final Remarks remarks;
    private final Values values;

    SecretReader(Remarks remarks) {
        this.remarks = remarks;
        this.values = new Values(remarks);
    }

    Optional<SecretRule> read(Tree.Entry entry, String path) {
        if (entry.value() instanceof Tree.Scalar scalar && scalar.isNothing()) {
            return Optional.of(new SecretRule(entry.key(), STANDARD_LENGTH, LETTERS_AND_DIGITS));
        }
        return remarks.mapping(entry.value(), path).map(map -> read(entry.key(), KEYS.read(map, path, remarks)));
    }

    private SecretRule read(String name, Section section) {
        int length = values.whole(section, "length", 1, MOST_LENGTH).orElse(STANDARD_LENGTH);
        String alphabet = values.optional(
                        section, "alphabet", SecretReader::alphabet, "2 to 94 distinct ASCII characters")
                .orElse(LETTERS_AND_DIGITS);
        if (length * Math.log(alphabet.length()) / Math.log(2) < LEAST_BITS) {
            String came = length + " of " + alphabet.length() + " characters";
            remarks.invalid(section.line("length"), section.path("length"), came, "enough for 64 random bits");
        }
        return new SecretRule(name, length, alphabet);
    }

    private static Optional<String> alphabet(String text) {
        boolean distinct = text.chars().distinct().count() == text.length();
        return distinct && ALPHABET.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
