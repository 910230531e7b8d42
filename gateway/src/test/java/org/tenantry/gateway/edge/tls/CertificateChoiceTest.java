package org.tenantry.gateway.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.host.CanonicalHost;

class CertificateChoiceTest {
    private static final List<CertificateChoice.Candidate<String>> PAIRS = List.of(
            candidate("acme", 100, "acme.example.org", "www.acme.example.org"),
            candidate("all", 50, "example.org", "*.example.org"),
            candidate("old", 10, "globex.example.com"),
            candidate("new", 20, "globex.example.com"),
            candidate("short", 10, "*.example.net"),
            candidate("long", 20, "*.example.net"),
            candidate("same-a", 30, "twin.test"),
            candidate("same-b", 30, "twin.test"),
            candidate("odd", 30, "*", "*.*.test", "w*.test", "10.0.0.1:443", "", "*."),
            candidate("wide", 30, "*.localhost"));

    @ParameterizedTest
    @CsvSource({
        "acme.example.org, acme",
        "www.acme.example.org, acme",
        "globex.example.org, all",
        "example.org, all",
        "deep.globex.example.org, none",
        "acme.example.com, none",
        "globex.example.com, new",
        "any.example.net, long",
        "example.net, none",
        "twin.test, same-a",
        "www.test, none",
        "a.b.test, none",
        "meeting.localhost, wide",
        "localhost, none",
        "com, none",
    })
    void anExactNameComesBeforeAWildcardAndTheOneThatLastsLongerFirst(String name, String expected) {
        for (int seed = 0; seed < 20; seed++) {
            List<CertificateChoice.Candidate<String>> shuffled = new ArrayList<>(PAIRS);
            Collections.shuffle(shuffled, new java.util.Random(seed));

            assertThat(CertificateChoice.among(shuffled).choose(asked(name)).orElse("none"))
                    .as("order of seed " + seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void thePairCalledDefaultIsForEverybodyElse() {
        List<CertificateChoice.Candidate<String>> pairs = new ArrayList<>(PAIRS);
        pairs.add(candidate("default", 1, "fallback.test"));
        CertificateChoice<String> choice = CertificateChoice.among(pairs);

        assertThat(choice.choose(Optional.empty())).hasValue("default");
        assertThat(choice.choose(asked("unknown.test"))).hasValue("default");
        assertThat(choice.choose(asked("fallback.test"))).hasValue("default");
        assertThat(choice.choose(asked("acme.example.org"))).hasValue("acme");
    }

    @Test
    void withoutADefaultWhoAsksForNothingGetsNothing() {
        assertThat(CertificateChoice.among(PAIRS).choose(Optional.empty())).isEmpty();
    }

    @Test
    void aNameCoversWhatAClientWouldTakeItFor() {
        CertificateNames names = CertificateNames.of(List.of("*.Example.ORG", "Acme.example.com."));

        assertThat(names.covers(new CanonicalHost("a.example.org"))).isTrue();
        assertThat(names.covers(new CanonicalHost("acme.example.com"))).isTrue();
        assertThat(names.covers(new CanonicalHost("example.org"))).isFalse();
        assertThat(names.covers(new CanonicalHost("a.b.example.org"))).isFalse();
        assertThat(names.covers(new CanonicalHost("example.com"))).isFalse();
    }

    private static Optional<CanonicalHost> asked(String name) {
        return Optional.of(new CanonicalHost(name));
    }

    private static CertificateChoice.Candidate<String> candidate(String file, long days, String... names) {
        Instant until = Instant.EPOCH.plusSeconds(days * 86_400);
        return new CertificateChoice.Candidate<>(file, CertificateNames.of(List.of(names)), until, file);
    }
}
