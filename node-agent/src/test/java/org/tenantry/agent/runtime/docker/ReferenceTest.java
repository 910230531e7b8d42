package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.instance.ImageRef;

class ReferenceTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "postgres, postgres, latest",
        "postgres:15, postgres, 15",
        "registry.example.org:5000/team/app, registry.example.org:5000/team/app, latest",
        "registry.example.org:5000/team/app:2.1, registry.example.org:5000/team/app, 2.1"
    })
    void takesANameApart(String name, String repository, String tag) {
        assertThat(Reference.of(ImageRef.named(name))).isEqualTo(new Reference(repository, tag));
    }

    @Test
    void wantsExactlyTheBytesOfAPinnedDigest() {
        Reference byPin = Reference.of(new ImageRef("postgres:15", Optional.of(DIGEST)));
        Reference byName = Reference.of(ImageRef.named("postgres@" + DIGEST));

        assertThat(byPin.text()).isEqualTo("postgres@" + DIGEST);
        assertThat(byName).isEqualTo(byPin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pull access denied for x, repository does not exist or may require 'docker login' | true
            manifest for x:1 not found: manifest unknown: manifest unknown                   | true
            Get "https://r.invalid/v2/": dial tcp: lookup r.invalid: no such host            | true
            Get "https://r.example/v2/": net/http: TLS handshake timeout                     | false
            dial tcp 127.0.0.1:9: connect: connection refused                                | false
            write /var/lib/docker/tmp/x: no space left on device                             | false
            toomanyrequests: You have reached your pull rate limit                           | false
            """)
    void tellsARegistryThatSaysNoFromOneThatSaysNothing(String message, boolean refusal) {
        assertThat(Refusals.isOne(message)).isEqualTo(refusal);
    }
}
