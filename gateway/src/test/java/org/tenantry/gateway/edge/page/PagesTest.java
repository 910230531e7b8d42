package org.tenantry.gateway.edge.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.json.Json;

class PagesTest {
    private final Pages pages = new Pages();
    private final Texts texts = Texts.load();

    static Stream<Page> pages() {
        return Arrays.stream(Page.values()).filter(page -> page != Page.NONE && !page.isElsewhere());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachIsAWholePageInBothLanguages(Page page) {
        for (String language : new String[] {"en", "de"}) {
            Answer answer = pages.page(page, language, "r-1");

            assertThat(answer.status()).isEqualTo(page.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.fields())
                    .containsEntry("Content-Type", "text/html; charset=utf-8")
                    .containsEntry("Content-Language", language)
                    .containsEntry("Cache-Control", "no-store");
            assertThat(text(answer))
                    .contains("lang=\"" + language + "\"", texts.title(page, language), texts.text(page, language))
                    .contains("r-1")
                    .doesNotContain("{{");
        }
        assertThat(texts.text(page, "de")).isNotEqualTo(texts.text(page, "en"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachIsAProblemForAProgram(Page page) {
        Answer answer = pages.problem(page, "r-1");

        JsonNode problem = Json.read(Json.open(), text(answer), JsonNode.class);
        assertThat(answer.fields()).containsEntry("Content-Type", "application/problem+json");
        assertThat(problem.path("status").asInt()).isEqualTo(page.status());
        assertThat(problem.path("code").asText()).isEqualTo(page.key());
        assertThat(problem.path("title").asText()).isEqualTo(texts.title(page, "en"));
        assertThat(problem.path("requestId").asText()).isEqualTo("r-1");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatPassesSaysWhenToComeAgain(Page page) {
        boolean passes = page.status() == 503 || page.status() == 429;

        assertThat(pages.problem(page, "r-1").fields().containsKey("Retry-After"))
                .isEqualTo(passes);
        assertThat(text(pages.page(page, "en", "r-1")).contains("http-equiv=\"refresh\""))
                .isEqualTo(page.reloads());
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }
}
