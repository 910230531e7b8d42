package org.tenantry.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tenantry.common.instance.WebRules;
import org.tenantry.common.instance.WebRules.Https;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.gateway.edge.admission.Allowance;

/** What a template says counts, the gateway's settings for the rest, one value at a time. */
class RulebookTest {
    static final SealingKey KEY = key();
    private static final RouteRules USUAL = new RouteRules(
            Https.REDIRECT,
            1,
            new Allowance(2, 3, 4, 5, 6),
            new Allowance(7, 8, 9, 10, 11),
            new Hold(12, 13, Duration.ofSeconds(14), 15),
            Optional.of(new Stickiness("usual", KEY)),
            WebRules.NONE);
    private static final WebRules OTHER = everything();

    /** A value of its own for each. */
    static WebRules everything() {
        return new WebRules(
                Optional.of(Https.OFF),
                Optional.of("own"),
                Optional.of(101L),
                new WebRules.Use(
                        Optional.of(102), Optional.of(103), Optional.of(104), Optional.of(105), Optional.of(106L)),
                new WebRules.Use(
                        Optional.of(107), Optional.of(108), Optional.of(109), Optional.of(110), Optional.of(0L)),
                new WebRules.Waiting(
                        Optional.of(0), Optional.of(113L), Optional.of(Duration.ofMillis(114)), Optional.of(115)));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value("https", RouteRules::https, Https.REDIRECT, Https.OFF),
                value("sticky", rules -> rules.sticky().orElseThrow().cookie(), "usual", "own"),
                value("body", RouteRules::body, 1L, 101L),
                value("tenant.connections", rules -> rules.tenant().connections(), 2, 102),
                value("tenant.requests", rules -> rules.tenant().requests(), 3, 103),
                value("tenant.rate", rules -> rules.tenant().perSecond(), 4, 104),
                value("tenant.burst", rules -> rules.tenant().burst(), 5, 105),
                value("tenant.bandwidth", rules -> rules.tenant().bandwidth(), 6L, 106L),
                value("client.connections", rules -> rules.client().connections(), 7, 107),
                value("client.requests", rules -> rules.client().requests(), 8, 108),
                value("client.rate", rules -> rules.client().perSecond(), 9, 109),
                value("client.burst", rules -> rules.client().burst(), 10, 110),
                value("client.bandwidth", rules -> rules.client().bandwidth(), 11L, 0L),
                value("hold.requests", rules -> rules.hold().requests(), 12, 0),
                value("hold.bytes", rules -> rules.hold().bytes(), 13L, 113L),
                value("hold.time", rules -> rules.hold().time(), Duration.ofSeconds(14), Duration.ofMillis(114)),
                value("hold.rate", rules -> rules.hold().perSecond(), 15, 115));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void isTheTemplatesWhereItSaysSoElseTheGateways(
            String name, Function<RouteRules, Object> value, Object usual, Object own) {
        Rulebook book = new Rulebook(USUAL, KEY);

        assertThat(value.apply(book.of(WebRules.NONE))).isEqualTo(usual);
        assertThat(value.apply(book.of(OTHER))).isEqualTo(own);
    }

    @Test
    void sharesOneObjectAmongAllThatAreEqual() {
        Rulebook book = new Rulebook(USUAL, KEY);

        assertThat(book.of(everything())).isSameAs(book.of(OTHER));
        assertThat(book.of(WebRules.NONE)).isEqualTo(USUAL).isNotEqualTo(book.of(OTHER));
        assertThat(book.of(OTHER).own()).isEqualTo(OTHER);
    }

    private static Arguments value(String name, Function<RouteRules, Object> value, Object usual, Object own) {
        return Arguments.of(name, value, usual, own);
    }

    private static SealingKey key() {
        SecureRandom random = new SecureRandom();
        return SealingKey.parse(SealingKey.generate(random), random);
    }
}
