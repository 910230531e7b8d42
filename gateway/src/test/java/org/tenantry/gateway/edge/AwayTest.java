package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AwayTest {
    private static final String NAVIGATION = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

    @ParameterizedTest
    @EnumSource(Availability.Reason.class)
    void saysWhyAndWhenToComeAgain(Availability.Reason reason) throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            world.routes.put(EdgeWorld.route(EdgeWorld.ACME_HOST, new Availability.Away(reason)));

            Reply page = world.get("acme.test", "/", NAVIGATION);
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.field("retry-after")).isPresent();
            assertThat(page.field("content-type")).hasValue("text/html; charset=utf-8");

            Reply problem = world.get("acme.test", "/system/x.json", "Accept: application/json");
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.field("retry-after")).isPresent();
            assertThat(problem.field("content-type")).hasValue("application/problem+json");
            assertThat(problem.body()).contains("\"code\":\"" + reason.name().toLowerCase(Locale.ROOT) + "\"");
        }
    }

    @Test
    void speaksTheVisitorsLanguage() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            assertThat(language(world, "de-AT,de;q=0.9,en;q=0.5")).isEqualTo("de");
            assertThat(language(world, "en-GB, de;q=0.5")).isEqualTo("en");
            assertThat(language(world, "fr, de;q=0.5")).isEqualTo("de");
            assertThat(language(world, "fr")).isEqualTo("en");
            assertThat(language(world, ";;;=")).isEqualTo("en");
        }
    }

    private static String language(EdgeWorld world, String accepted) throws Exception {
        Reply page = world.get("nobody.test", "/", NAVIGATION, "Accept-Language: " + accepted);
        assertThat(page.status()).isEqualTo(421);
        assertThat(page.body()).startsWith("<!DOCTYPE html>").doesNotContain("{{");
        return page.field("content-language").orElseThrow();
    }

    @Test
    void answersAPostWithAProblemAndClosesWithoutTakingItsBody() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            Wire client = world.client()
                    .send("POST / HTTP/1.1\r\nHost: no.test\r\nAccept: text/html\r\nContent-Length: 99999\r\n\r\nsome");

            Reply reply = client.reply();

            assertThat(reply.status()).isEqualTo(421);
            assertThat(reply.field("content-type")).hasValue("application/problem+json");
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void keepsTheConnectionOfARefusedNavigation() throws Exception {
        try (EdgeWorld world = new EdgeWorld()) {
            Wire client = world.client();
            assertThat(client.get("no.test", "/").reply().status()).isEqualTo(421);
            client.send("HEAD / HTTP/1.1\r\nHost: no.test\r\n\r\n");
            assertThat(client.message(true).orElseThrow().status()).isEqualTo(421);
            assertThat(client.get("no.test", "/").reply().status()).isEqualTo(421);
        }
    }
}
