package org.tenantry.gateway.edge.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The words of the edge's own pages, in the languages that it has. */
record Texts(String frame, Map<String, Properties> languages) {
    static final String ENGLISH = "en";
    private static final String GERMAN = "de";

    /** No browser sends more, and reading thousands of languages would hold up every tenant of the event loop. */
    private static final int LONGEST_ACCEPTED = 400;

    static Texts load() {
        return new Texts(resource("page.html"), Map.of(ENGLISH, properties(ENGLISH), GERMAN, properties(GERMAN)));
    }

    /** The best language for an {@code Accept-Language} (RFC 9110 section 12.5.4); English where none fits. */
    String languageFor(String accepted) {
        List<Locale.LanguageRange> ranges;
        try {
            ranges = accepted.isBlank() || accepted.length() > LONGEST_ACCEPTED
                    ? List.of()
                    : Locale.LanguageRange.parse(accepted);
        } catch (IllegalArgumentException notAList) {
            return ENGLISH;
        }
        return ranges.stream()
                .map(range -> range.getRange().split("-", 2)[0])
                .filter(languages::containsKey)
                .findFirst()
                .orElse(ENGLISH);
    }

    String title(Page page, String language) {
        return of(page.key() + ".title", language);
    }

    String text(Page page, String language) {
        return of(page.key() + ".text", language);
    }

    private String of(String key, String language) {
        return Objects.requireNonNull(
                Objects.requireNonNull(languages.get(language)).getProperty(key), key);
    }

    private static Properties properties(String language) {
        Properties texts = new Properties();
        try {
            texts.load(new StringReader(resource(language + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Texts.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
