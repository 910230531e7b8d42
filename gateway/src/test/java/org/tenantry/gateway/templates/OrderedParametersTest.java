package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;

class OrderedParametersTest {
    private static final TemplateManifest MANIFEST = Samples.template().manifest();

    @Test
    void partsWhatMayBeShownFromSecrets() {
        OrderedParameters ordered = OrderedParameters.of(
                MANIFEST, Map.of("contact", "a@b", "title", "x", "smtp_password", "s3cret", "public", "true"));

        assertThat(ordered.plain()).isEqualTo(Map.of("contact", "a@b", "title", "x", "public", "true"));
        assertThat(ordered.secret()).isEqualTo(Map.of("smtp_password", Secret.of("s3cret")));
        assertThat(ordered.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "members | many | INVALID",
                "members | 007 | INVALID",
                "members | 99999999999999999999 | INVALID",
                "members | '' | INVALID",
                "public | yes | INVALID",
                "language | fr | INVALID",
                "contact | nobody | INVALID",
                "contact | '' | INVALID",
                "title | 0123456789012345678901234567890123456789x | INVALID",
                "titel | x | UNKNOWN_FIELD",
                "db_password | x | UNKNOWN_FIELD",
                "TENANTRY_HOST | x | UNKNOWN_FIELD",
            })
    void namesTheParameterThatDoesNotFit(String name, String value, ErrorCode code) {
        Map<String, String> ordered = new TreeMap<>(Map.of("contact", "a@b"));
        ordered.put(name, value);

        TenantryException refused = refused(ordered);

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.field()).isEqualTo(Optional.of("parameters." + name));
    }

    @Test
    void aRequiredOneIsMissed() {
        assertThat(refused(Map.of()).field()).contains("parameters.contact");
    }

    @Test
    void controlCharactersAndHalfCharactersAreRefused() {
        assertThat(refused(Map.of("contact", "a@b", "title", "a\0b")).field()).contains("parameters.title");
        assertThat(refused(Map.of("contact", "a@b", "title", "a\u001bb")).field())
                .contains("parameters.title");
        assertThat(refused(Map.of("contact", "a@b", "title", "a\ud800b")).field())
                .contains("parameters.title");
        assertThat(OrderedParameters.of(MANIFEST, Map.of("contact", "a@b", "title", "a\n\tb 🎉"))
                        .plain())
                .containsKey("title");
    }

    @Test
    void aSecretThatDoesNotFitIsNotShown() {
        TenantryException refused = refused(Map.of("contact", "a@b", "smtp_password", "s3cret" + "x".repeat(1000)));

        assertThat(refused.message()).contains("parameters.smtp_password").doesNotContain("s3cret");
        assertThat(refused.parameters().toString()).doesNotContain("s3cret");
    }

    @Test
    void aPatternThatWouldTakeYearsRefuses() {
        TemplateManifest slow = TemplateReader.read(
                        "{format: 1, name: a, version: 1, web: {service: w, port: 1}, parameters: {p: {pattern: '(a+)+$'}}}",
                        "services: {w: {image: x}}")
                .manifest();

        assertThat(OrderedParameters.of(slow, Map.of("p", "aaaa")).plain()).containsKey("p");
        assertThatThrownBy(() -> OrderedParameters.of(slow, Map.of("p", "a".repeat(500) + "!")))
                .isInstanceOf(TenantryException.class);
    }

    @Test
    void secretsAreMadeByTheirRules() {
        SortedMap<String, Secret> secrets = GeneratedSecrets.generate(MANIFEST, new Random(7));

        assertThat(secrets).containsOnlyKeys("db_password", "key");
        assertThat(Samples.at(secrets, "db_password").reveal()).matches("[A-Za-z0-9]{24}");
        assertThat(Samples.at(secrets, "key").reveal()).matches("[A-Za-z0-9]{32}");
        assertThat(GeneratedSecrets.generate(MANIFEST, new Random(8))).isNotEqualTo(secrets);
    }

    private static TenantryException refused(Map<String, String> ordered) {
        try {
            OrderedParameters.of(MANIFEST, ordered);
        } catch (TenantryException refused) {
            return refused;
        }
        throw new AssertionError("taken: " + ordered);
    }
}
