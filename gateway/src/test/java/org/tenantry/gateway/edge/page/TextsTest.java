package org.tenantry.gateway.edge.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
    private final Texts texts = Texts.load();

    @Test
    void theLanguageThatIsLikedBestAndThereIsTaken() {
        assertThat(texts.languageFor("fr-CH, fr;q=0.9, de;q=0.8, en;q=0.7, *;q=0.5"))
                .isEqualTo("de");
    }

    @Test
    void aListThatNoBrowserWouldSendIsNotRead() {
        assertThat(texts.languageFor("de" + ", fr".repeat(8_000))).isEqualTo("en");
    }
}
