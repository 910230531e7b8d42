package org.tenantry.gateway.edge.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tenantry.common.json.Json;

/**
 * Makes the edge's own answers: a page in the visitor's language where a person navigates, a problem (RFC 9457) where a
 * program asks. A page that a program took for the application's answer would break it, so the status is always an error.
 */
public final class Pages {
    private final Texts texts = Texts.load();

    /** The answer for a person who navigates, in the best language of an {@code Accept-Language}. */
    public Answer page(Page page, String acceptedLanguages, String requestId) {
        String language = texts.languageFor(acceptedLanguages);
        Map<String, String> fields = fields(page, requestId, "text/html; charset=utf-8");
        fields.put("Content-Language", language);
        fields.put("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        return answer(page, fields, html(page, language, requestId));
    }

    /** The answer for a program, or to something that was not understood. */
    public Answer problem(Page page, String requestId) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", texts.title(page, Texts.ENGLISH));
        problem.put("status", page.status());
        problem.put("code", page.key());
        problem.put("detail", texts.text(page, Texts.ENGLISH));
        problem.put("requestId", requestId);
        return answer(page, fields(page, requestId, "application/problem+json"), Json.write(Json.open(), problem));
    }

    /** The answer that sends whoever asked to another place. */
    public Answer elsewhere(Page page, String location, String requestId) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Location", location);
        fields.put("X-Request-Id", requestId);
        return answer(page, fields, "");
    }

    private static Map<String, String> fields(Page page, String requestId, String type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", type);
        fields.put("Cache-Control", "no-store");
        fields.put("X-Request-Id", requestId);
        fields.put("X-Content-Type-Options", "nosniff");
        if (page.retryAfterSeconds() > 0) {
            fields.put("Retry-After", String.valueOf(page.retryAfterSeconds()));
        }
        return fields;
    }

    private static Answer answer(Page page, Map<String, String> fields, String text) {
        return new Answer(page.status(), fields, text.getBytes(StandardCharsets.UTF_8));
    }

    private String html(Page page, String language, String requestId) {
        String refresh =
                page.reloads() ? "<meta http-equiv=\"refresh\" content=\"" + page.retryAfterSeconds() + "\">\n" : "";
        return texts.frame()
                .replace("{{lang}}", language)
                .replace("{{refresh}}", refresh)
                .replace("{{title}}", texts.title(page, language))
                .replace("{{text}}", texts.text(page, language))
                .replace("{{status}}", String.valueOf(page.status()))
                .replace("{{id}}", requestId);
    }
}
