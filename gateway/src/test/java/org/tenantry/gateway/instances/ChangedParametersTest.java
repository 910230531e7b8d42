package org.tenantry.gateway.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.TemplateManifest;
import org.tenantry.gateway.templates.TemplateReader;

class ChangedParametersTest {
    private static final TemplateManifest FIRST = manifest(
            """
            parameters:
              title: {type: string, default: Hello}
              colour: {type: string}
              pin: {type: string, secret: true}
              plain_then_secret: {type: string}
              secret_then_plain: {type: string, secret: true}
            secrets:
              db_password: {length: 24}
              obsolete: {length: 24}
            """);
    private static final TemplateManifest SECOND = manifest(
            """
            parameters:
              title: {type: string, default: Hello, max_length: 10}
              pin: {type: string, secret: true}
              plain_then_secret: {type: string, secret: true}
              secret_then_plain: {type: string}
            secrets:
              db_password: {length: 24}
              token: {length: 16}
            """);
    private static final ChangedParameters.Present PRESENT = new ChangedParameters.Present(
            Map.of("title", "Hi", "colour", "red", "plain_then_secret", "was shown"),
            Map.of(
                    "db_password", Secret.of("d"),
                    "obsolete", Secret.of("o"),
                    "pin", Secret.of("1234"),
                    "secret_then_plain", Secret.of("hidden")));

    @Test
    void whatIsNotNamedStays() {
        ChangedParameters same = changed(FIRST, Map.of());

        assertThat(same.plain()).isEqualTo(PRESENT.plain());
        assertThat(same.secrets()).isEqualTo(PRESENT.secrets());
        assertThat(same.remarks()).isEmpty();
    }

    @Test
    void takesValuesAndDefaultsAgain() {
        ChangedParameters other =
                changed(FIRST, Map.of("title", Optional.of("Bye"), "colour", Optional.empty(), "pin", Optional.empty()));

        assertThat(other.plain()).isEqualTo(Map.of("title", "Bye", "plain_then_secret", "was shown"));
        assertThat(other.secrets()).doesNotContainKey("pin").containsEntry("db_password", Secret.of("d"));
    }

    @Test
    void aNewerVersionKeepsSecretsMakesNewOnesAndForgetsOthers() {
        ChangedParameters newer = changed(SECOND, Map.of());

        assertThat(newer.secrets())
                .containsOnlyKeys("db_password", "token", "pin", "plain_then_secret")
                .containsEntry("db_password", Secret.of("d"))
                .containsEntry("pin", Secret.of("1234"))
                .containsEntry("plain_then_secret", Secret.of("was shown"));
        assertThat(newer.secrets().get("token")).isNotNull();
        assertThat(newer.plain()).isEqualTo(Map.of("title", "Hi"));
    }

    @Test
    void remarksOnWhatItDrops() {
        assertThat(changed(SECOND, Map.of()).remarks())
                .containsExactly(
                        "parameter colour is dropped: shop@1.0 does not have it",
                        "parameter secret_then_plain is back at its default: shop@1.0 no longer keeps it secret");
        assertThat(changed(SECOND, Map.of("colour", Optional.empty(), "secret_then_plain", Optional.of("x")))
                        .remarks())
                .isEmpty();
    }

    @Test
    void refusesWhatTheNewVersionDoesNotTake() {
        refused(SECOND, Map.of("colour", Optional.of("blue")), "parameters.colour");
        refused(SECOND, Map.of("never", Optional.empty()), "parameters.never");
        refused(SECOND, Map.of("title", Optional.of("far too long a title")), "parameters.title");
    }

    private static void refused(TemplateManifest manifest, Map<String, Optional<String>> patch, String field) {
        assertThatThrownBy(() -> changed(manifest, patch))
                .isInstanceOfSatisfying(
                        TenantryException.class,
                        refused -> assertThat(refused.field()).contains(field));
    }

    private static ChangedParameters changed(TemplateManifest manifest, Map<String, Optional<String>> patch) {
        return ChangedParameters.of(FIRST, manifest, PRESENT, patch, new Random(1));
    }

    private static TemplateManifest manifest(String more) {
        return TemplateReader.read(
                        "format: 1\nname: shop\nversion: \"1.0\"\nweb: {service: web, port: 80}\n" + more,
                        "services: {web: {image: example/web:1}}\n")
                .manifest();
    }
}
