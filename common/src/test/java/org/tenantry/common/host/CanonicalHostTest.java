package org.tenantry.common.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.TenantryException;

class CanonicalHostTest {
    /** RFC 1123, said in another way than the code says it. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private static final String HOSTILE =
            "\u0000\t\n\r !\"#$%&'()*+,/;<=>?@[\\]^_`{|}~\u007f\u0080\u00ad\u00e4\u0130\u0131"
                    + "\u017f\u200b\u2024\u2025\u212a\u3002\uff0e\uff0f\uff1a\uff21\uff61\ud83d\ude00\ufeff";

    @ParameterizedTest
    @CsvSource({
        "acme.example.org, acme.example.org",
        "ACME.Example.ORG, acme.example.org",
        "acme.example.org., acme.example.org",
        "acme.example.org:80, acme.example.org",
        "acme.example.org.:65535, acme.example.org",
        "localhost, localhost",
        "a, a",
        "a--b.c, a--b.c",
        "xn--mnchen-3ya.de, xn--mnchen-3ya.de",
        "127.0.0.1:8080, 127.0.0.1",
        "1.2:3, 1.2",
    })
    void findsTheOneSpelling(String sent, String canonical) {
        assertThat(CanonicalHost.ofAuthority(sent)).hasValue(new CanonicalHost(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                ":",
                ":80",
                ".:80",
                "a..b",
                ".a",
                "a..",
                "-a",
                "a-",
                "a-.b",
                "a.-b",
                "a:",
                "a:b",
                "a:65536",
                "a:123456",
                "a:-1",
                "a:+80",
                "a:8 0",
                "a: 80",
                "a:80:80",
                "a:80.",
                " a",
                "a ",
                "a b",
                "a\tb",
                "a_b",
                "a%2eb",
                "a%00",
                "[::1]",
                "[::1]:80",
                "::1",
                "user@a",
                "user:pw@a",
                "a/b",
                "a\\b",
                "a?b",
                "a#b",
                "a,b",
                "a;b",
                "*.a",
                "*",
                "http://a",
                "a\u0000",
                "a\u00e4",
                "\u212aelvin",
                "a\u3002b",
                "\uff41",
                "a\u200b",
                "a:\u0661",
                "a:\uff11"
            })
    void letsNothingElseThrough(String sent) {
        assertThat(CanonicalHost.ofAuthority(sent)).isEmpty();
    }

    @Test
    void keepsToTheLengthsOfNames() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(CanonicalHost.ofAuthority(longest + ".:443")).hasValue(new CanonicalHost(longest));
        assertThat(CanonicalHost.ofAuthority(longest + "a")).isEmpty();
        assertThat(CanonicalHost.ofAuthority("a" + label)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme.test", "acme.test.", "acme.test:80", "", "a_b"})
    void isNeverMadeOfAnotherSpelling(String value) {
        assertThatThrownBy(() -> new CanonicalHost(value)).isInstanceOf(TenantryException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "M\u00fcnchen.example.org, xn--mnchen-3ya.example.org",
        "' acme.test ', acme.test",
        "ACME.test., acme.test",
        "acme\u3002test, acme.test"
    })
    void takesWhatPeopleType(String typed, String canonical) {
        assertThat(CanonicalHost.ofPerson(typed).value()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme.test:80", "acme\uff1a80", "a_b", "a b", "a/b", "*.a", "a\uff0fb", "-a", "a..b"})
    void tellsPeopleWhatIsNoHost(String typed) {
        assertThatThrownBy(() -> CanonicalHost.ofPerson(typed))
                .isInstanceOf(TenantryException.class)
                .hasMessageStartingWith("host: '");
    }

    @Test
    void tellsPeopleThatAHostIsLongerThanAnyNameCanBe() {
        assertThatThrownBy(() -> CanonicalHost.ofPerson("\u00e4".repeat(2000))).isInstanceOf(TenantryException.class);
        assertThatThrownBy(() -> CanonicalHost.ofPerson("a.".repeat(127))).isInstanceOf(TenantryException.class);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsEverySpellingOfAHostAndMixesUpNoTwoHosts(long seed) {
        Random random = new Random(seed);
        Map<CanonicalHost, String> owners = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            String host = host(random);
            for (int spelling = 0; spelling < 5; spelling++) {
                CanonicalHost found =
                        CanonicalHost.ofAuthority(spelling(host, random)).orElseThrow();
                assertThat(owners.merge(found, host, (old, now) -> old)).isEqualTo(host);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void letsNothingHostileThrough(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            StringBuilder sent = new StringBuilder(spelling(host(random), random));
            sent.insert(random.nextInt(sent.length() + 1), HOSTILE.charAt(random.nextInt(HOSTILE.length())));
            assertThat(CanonicalHost.ofAuthority(sent)).as("%s", sent).isEmpty();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void yieldsANameOrNothingForAnyText(long seed) {
        Random random = new Random(seed);
        String alphabet = "aZ09-.:" + HOSTILE;
        for (int i = 0; i < 200; i++) {
            StringBuilder sent = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                sent.append(alphabet.charAt(random.nextInt(random.nextInt(4) == 0 ? alphabet.length() : 7)));
            }
            Optional<CanonicalHost> found = CanonicalHost.ofAuthority(sent);
            found.ifPresent(host -> {
                assertThat(host.value()).matches(NAME);
                assertThat(CanonicalHost.ofAuthority(host.value())).hasValue(host);
                assertThat(sent.toString().toLowerCase(Locale.ROOT)).startsWith(host.value());
            });
        }
    }

    private static String host(Random random) {
        StringBuilder host = new StringBuilder();
        for (int label = 1 + random.nextInt(3); label > 0; label--) {
            host.append((char) ('a' + random.nextInt(26)));
            for (int length = random.nextInt(4); length > 0; length--) {
                host.append("abcxyz0189-".charAt(random.nextInt(11)));
            }
            host.append((char) ('0' + random.nextInt(10))).append(label > 1 ? "." : "");
        }
        return host.toString();
    }

    private static String spelling(String host, Random random) {
        StringBuilder spelt = new StringBuilder();
        for (char c : host.toCharArray()) {
            spelt.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
        }
        spelt.append(random.nextBoolean() ? "." : "");
        return random.nextBoolean() ? spelt + ":" + random.nextInt(65_536) : spelt.toString();
    }
}
