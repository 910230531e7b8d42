package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.Web;
import org.tenantry.common.instance.WebProtocol;
import org.tenantry.common.instance.WebRules;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Problem;

class TemplateReaderTest {
    private static final String HEAD = "format: 1\nname: a\nversion: 1\n";
    private static final String MANIFEST = HEAD + "web: {service: web, port: 80}\n";
    private static final String COMPOSE = "services:\n  web: {image: x}\n";

    @Test
    void readsWhatTheManifestSays() {
        TemplateManifest manifest = Samples.template().manifest();

        assertThat(manifest.ref()).hasToString("meeting@1.0");
        assertThat(manifest.description()).isEqualTo("A meeting.");
        assertThat(manifest.web()).isEqualTo(new Web(new ServiceName("web"), 8000, Optional.of("/health")));
        assertThat(manifest.parameters())
                .containsOnlyKeys("title", "members", "public", "language", "contact", "smtp_password");
        assertThat(Samples.at(manifest.parameters(), "language").type())
                .isEqualTo(new Parameter.Type.Choice(List.of("de", "en")));
        assertThat(Samples.at(manifest.parameters(), "title").maximumLength()).isEqualTo(40);
        assertThat(Samples.at(manifest.parameters(), "contact").maximumLength()).isEqualTo(1000);
        assertThat(Samples.at(manifest.secrets(), "db_password").length()).isEqualTo(24);
    }

    @Test
    void readsWhatIsAskedOfThoseWhoUseTheWebServiceInTheFormsOfTheGatewaysSettings() {
        String manifest = HEAD + """
            web:
              service: web
              port: 80
              https: hsts
              sticky: replica
              limits:
                body: 2GiB
                tenant: {connections: 1, requests: 2, rate: 3, burst: 4, bandwidth: 10MiB}
                client: {connections: 5, requests: 6, rate: 7, burst: 8, bandwidth: off}
              hold: {requests: 0, bytes: 512KiB, time: 500ms, rate: 9}
            """;

        assertThat(TemplateReader.read(manifest, COMPOSE).manifest().rules())
                .isEqualTo(new WebRules(
                        Optional.of(WebRules.Https.HSTS),
                        Optional.of("replica"),
                        Optional.of(2L << 30),
                        new WebRules.Use(
                                Optional.of(1), Optional.of(2), Optional.of(3), Optional.of(4), Optional.of(10L << 20)),
                        new WebRules.Use(
                                Optional.of(5), Optional.of(6), Optional.of(7), Optional.of(8), Optional.of(0L)),
                        new WebRules.Waiting(
                                Optional.of(0),
                                Optional.of(512L << 10),
                                Optional.of(Duration.ofMillis(500)),
                                Optional.of(9))));
        assertThat(TemplateReader.check(manifest, COMPOSE).findings())
                .extracting(Finding::path)
                .contains("web.https", "web.limits.tenant.bandwidth", "web.hold.time");
        assertThat(TemplateReader.read(MANIFEST, COMPOSE).manifest().rules()).isEqualTo(WebRules.NONE);
        assertThat(TemplateReader.read(
                                HEAD + "web: {service: web, port: 80, limits: {tenant: {}}, hold: {}}\n", COMPOSE)
                        .manifest()
                        .rules())
                .isEqualTo(WebRules.NONE);
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(
            delimiter = '|',
            value = {
                "format: 2 | format | 1",
                "name: A B | name | 2",
                "version: 'a b' | version | 3",
                "web: {service: web} | web.port | 4",
                "web: {port: 80} | web.service | 4",
                "web: {service: web, port: 0} | web.port | 4",
                "web: {service: web, port: 65536} | web.port | 4",
                "web: {service: web, port: 99999999999} | web.port | 4",
                "web: {service: web, port: 80, health: health} | web.health | 4",
                "web: {service: web, port: 80, health: '/a b'} | web.health | 4",
                "web: {service: web, port: 80, protocol: http2} | web.protocol | 4",
                "web: {service: web, port: 80, protocol: H2C} | web.protocol | 4",
                "web: {service: web, port: 80, protocol: h2c, health: /health} | web.health | 4",
                "web: {service: nobody, port: 80} | web.service | 4",
                "web: text | web | 4",
                "web: {service: web, port: 80, path: /} | web.path | 4",
                "web: {service: web, port: 80, https: 'on'} | web.https | 4",
                "web: {service: web, port: 80, https: HSTS} | web.https | 4",
                "web: {service: web, port: 80, https: } | web.https | 4",
                "web: {service: web, port: 80, sticky: 'a b'} | web.sticky | 4",
                "web: {service: web, port: 80, sticky: [a]} | web.sticky | 4",
                "web: {service: web, port: 80, limits: 5} | web.limits | 4",
                "web: {service: web, port: 80, limits: {heads: 5}} | web.limits.heads | 4",
                "web: {service: web, port: 80, limits: {body: 10m}} | web.limits.body | 4",
                "web: {service: web, port: 80, limits: {body: -1}} | web.limits.body | 4",
                "web: {service: web, port: 80, limits: {body: 9999999999GiB}} | web.limits.body | 4",
                "web: {service: web, port: 80, limits: {tenant: {rate: 0}}} | web.limits.tenant.rate | 4",
                "web: {service: web, port: 80, limits: {tenant: {rate: 1000001}}} | web.limits.tenant.rate | 4",
                "web: {service: web, port: 80, limits: {tenant: {rate: 1.5}}} | web.limits.tenant.rate | 4",
                "web: {service: web, port: 80, limits: {tenant: [a]}} | web.limits.tenant | 4",
                "web: {service: web, port: 80, limits: {client: {connections: x}}} | web.limits.client.connections | 4",
                "web: {service: web, port: 80, limits: {client: {requests: {}}}} | web.limits.client.requests | 4",
                "web: {service: web, port: 80, limits: {client: {burst: 99999999999}}} | web.limits.client.burst | 4",
                "web: {service: web, port: 80, limits: {client: {bandwidth: 1KiB}}} | web.limits.client.bandwidth | 4",
                "web: {service: web, port: 80, limits: {client: {bandwith: 1MiB}}} | web.limits.client.bandwith | 4",
                "web: {service: web, port: 80, hold: {requests: -1}} | web.hold.requests | 4",
                "web: {service: web, port: 80, hold: {bytes: much}} | web.hold.bytes | 4",
                "web: {service: web, port: 80, hold: {time: 10}} | web.hold.time | 4",
                "web: {service: web, port: 80, hold: {time: 25h}} | web.hold.time | 4",
                "web: {service: web, port: 80, hold: {time: -1s}} | web.hold.time | 4",
                "web: {service: web, port: 80, hold: {rate: 0}} | web.hold.rate | 4",
                "web: {service: web, port: 80, hold: {ratio: 1}} | web.hold.ratio | 4",
                "hooks: {} | hooks | 5",
                "paramters: {} | paramters | 5",
                "parameters: [a] | parameters | 5",
                "parameters: {'a b': {}} | parameters.a b | 5",
                "parameters: {TENANTRY_X: {}} | parameters.TENANTRY_X | 5",
                "parameters: {a: text} | parameters.a | 5",
                "parameters: {a: {type: date}} | parameters.a.type | 5",
                "parameters: {a: {type: choice}} | parameters.a.values | 5",
                "parameters: {a: {type: string, values: [b]}} | parameters.a.values | 5",
                "parameters: {a: {type: integer, default: x}} | parameters.a.default | 5",
                "parameters: {a: {type: choice, values: [b], default: c}} | parameters.a.default | 5",
                "parameters: {a: {default: x, required: true}} | parameters.a.default | 5",
                "parameters: {a: {default: x, secret: true}} | parameters.a.default | 5",
                "parameters: {a: {max_length: 0}} | parameters.a.max_length | 5",
                "parameters: {a: {pattern: '('}} | parameters.a.pattern | 5",
                "parameters: {a: {pattern: b, default: c}} | parameters.a.default | 5",
                "parameters: {a: {defualt: x}} | parameters.a.defualt | 5",
                "secrets: {a: {length: 5}} | secrets.a.length | 5",
                "secrets: {a: {length: 9999}} | secrets.a.length | 5",
                "secrets: {a: {alphabet: aa}} | secrets.a.alphabet | 5",
                "secrets: {a: {alphabet: ' x'}} | secrets.a.alphabet | 5",
            })
    void namesTheKeyOfTheManifestThatIsWrong(String yaml, String path, int line) {
        String key = yaml.substring(0, yaml.indexOf(':') + 1);
        String manifest = MANIFEST.lines().anyMatch(it -> it.startsWith(key))
                ? String.join(
                        "\n",
                        MANIFEST.lines()
                                .map(it -> it.startsWith(key) ? yaml : it)
                                .toList())
                : MANIFEST + yaml;

        Problem problem = TemplateReader.check(manifest, COMPOSE).problems().getFirst();

        assertThat(problem.path()).isEqualTo(path);
        assertThat(problem.line()).isEqualTo(line);
        assertThat(problem.file()).isEqualTo("template.yaml");
    }

    @ParameterizedTest
    @CsvSource({"'', ", "', protocol: http1', ", "', protocol: h2c', H2C", "', protocol: http1, health: /', "})
    void readsWhatTheWebServiceSpeaks(String more, WebProtocol spoken) {
        String manifest = HEAD + "web: {service: web, port: 80" + more + "}\n";

        assertThat(TemplateReader.read(manifest, COMPOSE).manifest().web().protocol())
                .isEqualTo(Optional.ofNullable(spoken));
    }

    @Test
    void saysWhyThereIsNoHealthPathWithH2c() {
        String manifest = HEAD + "web: {service: web, port: 80, protocol: h2c, health: /well}\n";

        assertThat(TemplateReader.check(manifest, COMPOSE).problems())
                .singleElement()
                .asString()
                .contains("/well", "a connection is enough");
    }

    @Test
    void aNameIsAParametersOrASecrets() {
        String manifest = MANIFEST + "parameters: {a: {}}\nsecrets: {a: {}}\n";

        assertThat(TemplateReader.check(manifest, COMPOSE).problems())
                .extracting(Problem::path)
                .containsExactly("secrets.a");
    }

    @Test
    void tellsAllProblemsAtOnceAndTheGravestAsItsField() {
        String compose = "services:\n  web:\n    build: .\n    image: '-'\n    mem_limit: lots\n";

        TenantryException refused =
                catchThrowableOfType(TenantryException.class, () -> TemplateReader.read(MANIFEST, compose));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
        assertThat(refused.field()).contains("services.web.mem_limit");
        assertThat(refused.message())
                .contains("docker-compose.yml:3: services.web.build:")
                .contains("docker-compose.yml:4: services.web.image: '-' (expected: a reference")
                .contains("docker-compose.yml:5: services.web.mem_limit: 'lots' (expected: a size");
    }

    @Test
    void whatIsOnlyRefusedIsUnsupported() {
        TenantryException refused = catchThrowableOfType(
                TenantryException.class,
                () -> TemplateReader.read(MANIFEST, "services:\n  web:\n    image: x\n    privileged: true\n"));

        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(refused.field()).contains("services.web.privileged");
        assertThat(refused.parameters()).containsEntry("line", "4").containsEntry("file", "docker-compose.yml");
    }

    @Test
    void anUnknownVariableIsAProblemWhenTheTemplateIsAdded() {
        String compose =
                "services:\n  web:\n    image: x\n    environment: {A: '${titel}', B: '${HOME}', C: '${X:-d}'}\n";

        assertThat(TemplateReader.check(MANIFEST, compose).problems())
                .extracting(Problem::path)
                .containsExactly("services.web.environment.A", "services.web.environment.B");
    }

    @Test
    void anUnreadableManifestDoesNotHideTheComposeFile() {
        TemplateCheck check =
                TemplateReader.check("format: 7\n", "services:\n  web:\n    image: ${x}\n    cap_add: [ALL]\n");

        assertThat(check.accepted()).isFalse();
        assertThat(check.problems()).extracting(Problem::path).contains("format", "services.web.cap_add[0]");
        assertThat(check.problems()).extracting(Problem::path).doesNotContain("services.web.image");
    }

    @Test
    void tooBigAndMalformedAreToldApart() {
        assertThat(codeOf("a: [")).isEqualTo(ErrorCode.MALFORMED);
        assertThat(codeOf("a".repeat(300_000))).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(codeOf("")).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void textThatIsNoYamlIsToldByItsFieldLineAndColumn() {
        TenantryException compose = catchThrowableOfType(
                TenantryException.class, () -> TemplateReader.read(MANIFEST, "services:\n  web: {image: x]\n"));
        TenantryException manifest = catchThrowableOfType(
                TenantryException.class, () -> TemplateReader.read("format: [", "services: {web: {image: x}}"));

        assertThat(compose.code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(compose.field()).contains("compose");
        assertThat(compose.message()).startsWith("docker-compose.yml:2:17: ");
        assertThat(compose.parameters()).containsEntry("line", "2").containsEntry("column", "17");
        assertThat(manifest.field()).contains("manifest");
        assertThat(manifest.message()).startsWith("template.yaml:1:10: ");
    }

    @Test
    void aWebServiceHasAReplica() {
        String compose = "services:\n  web: {image: x, deploy: {replicas: 0}}\n";

        assertThat(TemplateReader.check(MANIFEST, compose).problems())
                .extracting(Problem::path)
                .containsExactly("web.service");
    }

    @Test
    void explainsEveryKeyInOrder() {
        TemplateCheck check = TemplateReader.check(
                MANIFEST, "version: '3'\nservices:\n  web:\n    image: x\n    ports: ['80:80']\n    build: .\n");

        assertThat(check.findings().stream()
                        .filter(it -> it.file().equals("docker-compose.yml"))
                        .map(it ->
                                it.line() + " " + it.path() + " " + it.outcome().word()))
                .containsExactly(
                        "1 version ignored",
                        "2 services used",
                        "3 services.web used",
                        "4 services.web.image used",
                        "5 services.web.ports ignored",
                        "6 services.web.build refused");
        assertThat(check.findings().stream().filter(it -> it.outcome() != Finding.Outcome.USED))
                .allMatch(it -> !it.reason().isEmpty());
    }

    private static ErrorCode codeOf(String compose) {
        return catchThrowableOfType(TenantryException.class, () -> TemplateReader.read(MANIFEST, compose))
                .code();
    }
}
