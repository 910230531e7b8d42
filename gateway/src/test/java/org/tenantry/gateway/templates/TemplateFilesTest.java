package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Content;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.templates.source.FilePath;
import org.tenantry.gateway.templates.source.FileSet;
import org.tenantry.gateway.templates.source.Finding;
import org.tenantry.gateway.templates.source.Problem;
import org.tenantry.gateway.templates.source.TemplateFile;

/** Files of a template: who finds what in its containers, and what nobody gets in. */
class TemplateFilesTest {
    private static final String MANIFEST = """
        format: 1
        name: a
        version: 1
        web: {service: web, port: 80}
        parameters: {title: {default: Hello}, smtp: {secret: true}}
        secrets: {db_password: }
        files:
          nginx.conf: {interpolate: true}
          app.ini: {interpolate: true}
        """;
    private static final String COMPOSE = """
        services:
          web:
            image: a
            env_file: [common.env, {path: raw.env, format: raw}, {path: none.env, required: false}]
            environment: {C: own, D: }
            volumes: ['./nginx.conf:/etc/nginx.conf:ro', './site:/srv', './run.sh:/run.sh']
            secrets: [db_password, {source: cert, target: /etc/cert.pem, uid: "33", gid: "34", mode: 0440}]
            configs: [motd, {source: ini, target: /app.ini}]
          db:
            image: b
            secrets: [db_password]
          other: {image: c}
        secrets:
          db_password: {file: ./never/there}
          cert: {file: ./cert.pem}
          unused: {file: ./nor/this}
        configs:
          motd: {content: "Welcome to ${title}"}
          ini: {file: app.ini}
        """;

    private static Map<String, String> files() {
        return new TreeMap<>(Map.of(
                "nginx.conf", "title ${title}; host $$host;",
                "site/index.html", "<p>${untouched}</p>",
                "site/css/a.css", "p {}",
                "run.sh", "#!/bin/sh",
                "cert.pem", "CERT",
                "app.ini", "password = ${db_password}",
                "common.env", "A=1\nB=\"$A-${title}\" # two\nC='$A'\nD=x\nexport E=${db_password}\n",
                "raw.env", "F=\"$A\" # three\n"));
    }

    @Test
    void aContainerFindsFilesConfigsAndSecrets() {
        Rendered rendered = render(files());

        ServiceForm web = form(rendered, "web");
        assertThat(text(rendered, web, "/etc/nginx.conf")).isEqualTo("title Hello; host $host;");
        assertThat(text(rendered, web, "/motd")).isEqualTo("Welcome to Hello");
        assertThat(text(rendered, web, "/run/secrets/db_password")).isEqualTo("hunter2hunter2");
        assertThat(text(rendered, web, "/app.ini")).isEqualTo("password = hunter2hunter2");
        assertThat(mount(web, "/run.sh")).extracting("mode").isEqualTo(0555);
        assertThat(mount(web, "/motd")).extracting("mode").isEqualTo(0444);
        assertThat(mount(web, "/etc/cert.pem"))
                .isEqualTo(new Mount.File(
                        "/etc/cert.pem",
                        Content.of("CERT".getBytes(StandardCharsets.UTF_8), true),
                        0440,
                        OptionalInt.of(33),
                        OptionalInt.of(34)));
        assertThat(((Mount.Directory) mount(web, "/srv")).entries())
                .extracting(Mount.Directory.Entry::path)
                .containsExactly("css/a.css", "index.html");
    }

    @Test
    void whatASecretIsInIsOne() {
        ServiceForm web = form(render(files()), "web");

        assertThat(web.mounts().stream()
                        .filter(mount -> mount.contents().stream().anyMatch(Content::secret))
                        .map(Mount::target))
                .containsExactly("/app.ini", "/etc/cert.pem", "/run/secrets/db_password");
    }

    @Test
    void variablesComeFromFilesAsComposeReadsThem() {
        ServiceForm web = form(render(files()), "web");

        Map<String, String> values = new TreeMap<>();
        web.environment().forEach((name, value) -> values.put(name, value.reveal()));
        assertThat(values)
                .isEqualTo(Map.of("A", "1", "B", "1-Hello", "C", "own", "E", "hunter2hunter2", "F", "\"$A\" # three"));
        assertThat(web.environment().get("E")).isInstanceOf(EnvironmentValue.Sensitive.class);
    }

    @Test
    void changingAFileChangesTheServicesThatUseItAndNoOthers() {
        Map<String, String> changed = files();
        changed.put("site/css/a.css", "p {color: red}");

        assertThat(differing(render(files()), render(changed))).containsExactly("web");
        assertThat(differing(
                        render(files()), Rendering.render(template(files()), input("another-secret-of-the-instance"))))
                .containsExactly("db", "web");
    }

    @Test
    void everyFileIsAccountedFor() {
        Map<String, String> files = files();
        files.put("README.md", "nothing");

        TemplateCheck check = TemplateReader.check(MANIFEST, COMPOSE, set(files));

        assertThat(check.problems()).isEmpty();
        assertThat(check.findings())
                .filteredOn(it -> files.containsKey(it.file()))
                .extracting(it -> it.file() + " " + it.outcome().word())
                .contains("README.md ignored", "site/index.html used", "common.env used")
                .hasSize(files.size());
        assertThat(check.files())
                .contains("site", "nginx.conf", "cert.pem", "none.env")
                .doesNotContain("nor/this");
        assertThat(check.findings())
                .filteredOn(it -> it.path().equals("services.web.volumes[1]"))
                .extracting(Finding::reason)
                .contains("files of the template are mounted read-only");
    }

    @Test
    void aFileThatIsMissingOrBrokenIsToldWhereItIsNamed() {
        Map<String, String> files = files();
        files.remove("cert.pem");
        files.put("common.env", "A='open");
        files.put("nginx.conf", "$nobody");

        TemplateCheck check = TemplateReader.check(MANIFEST, COMPOSE, set(files));

        assertThat(check.problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("secrets.cert.file", "services.web.env_file[0]", "services.web.volumes[0]");
        assertThat(check.problems()).extracting(Problem::message).anyMatch(it -> it.contains("common.env, line 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../../x",
                "a/..",
                "./a",
                "a//b",
                "a/",
                "a\\b",
                "a\nb",
                "a\0b",
                ".",
                "..",
                "1/2/3/4/5/6/7/8/9/10/11",
                "\uD800",
                "a/./b"
            })
    void namesThatLeadElsewhereAreRefused(String path) {
        TenantryException refused = catchThrowableOfType(
                TenantryException.class, () -> TemplateText.sent(MANIFEST, COMPOSE, Map.of(path, "eA=="), Set.of()));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
        assertThat(refused.field()).contains("files." + path);
    }

    @Test
    void moreThanATemplateMayCarryIsRefused() {
        List<TemplateFile> many = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            many.add(new TemplateFile(new FilePath("f" + i), new byte[0], false));
        }
        byte[] large = new byte[Content.LONGEST];
        List<TemplateFile> heavy = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            heavy.add(new TemplateFile(new FilePath("f" + i), large, false));
        }

        assertThat(refusal(() -> new FileSet(many))).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal(() -> new FileSet(heavy))).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal(() -> new FileSet(
                        List.of(new TemplateFile(new FilePath("f"), new byte[Content.LONGEST + 1], false)))))
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refusal(() -> new FileSet(List.of(file("a", "x"), file("a/b", "x")))))
                .isEqualTo(ErrorCode.INVALID);
        assertThat(refusal(() -> TemplateText.sent("", "", Map.of("a", "no base64!"), Set.of())))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(() -> TemplateText.sent("", "", Map.of(), Set.of("a"))))
                .isEqualTo(ErrorCode.INVALID);
    }

    @Test
    void aFileThatVariablesWouldMakeEndlessIsRefused() {
        String manifest = MANIFEST.replace("default: Hello", "default: " + "x".repeat(1000));
        Map<String, String> files = files();
        files.put("nginx.conf", "${title}".repeat(2000));

        assertThat(TemplateReader.check(manifest, COMPOSE, set(files)).problems())
                .extracting(Problem::path)
                .contains("services.web.volumes[0]");
    }

    @Test
    void aTemplateComesBackAsItWasSent() {
        String content = Base64.getEncoder().encodeToString("#!/bin/sh".getBytes(StandardCharsets.UTF_8));

        TemplateText text = TemplateText.sent("m", "c", Map.of("bin/run", content), Set.of("bin/run"));

        TemplateFile file = text.files().find("bin/run").orElseThrow();
        assertThat(file.executable()).isTrue();
        assertThat(file.bytes()).asString().isEqualTo("#!/bin/sh");
        assertThat(text.rows().getFirst().digest()).isEqualTo(Content.digest(file.bytes()));
    }

    private static ErrorCode refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        return catchThrowableOfType(TenantryException.class, work).code();
    }

    private static List<String> differing(Rendered one, Rendered other) {
        Map<ServiceName, Revision> before = new TreeMap<>();
        one.services().forEach(service -> before.put(service.name(), service.revision()));
        return other.services().stream()
                .filter(service -> !service.revision().equals(before.get(service.name())))
                .map(service -> service.name().value())
                .toList();
    }

    private static String text(Rendered rendered, ServiceForm form, String target) {
        Content content = ((Mount.File) mount(form, target)).content();
        byte[] bytes = rendered.contents().find(content.digest()).orElseThrow();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Mount mount(ServiceForm form, String target) {
        return form.mounts().stream()
                .filter(mount -> mount.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static ServiceForm form(Rendered rendered, String name) {
        return Samples.at(Samples.byName(rendered), new ServiceName(name)).form();
    }

    private static Rendered render(Map<String, String> files) {
        return Rendering.render(template(files), input("hunter2hunter2"));
    }

    private static RenderInput input(String password) {
        return new RenderInput(Samples.FACTS, Map.of(), Map.of("db_password", Secret.of(password)), Map.of());
    }

    private static Template template(Map<String, String> files) {
        return TemplateReader.read(MANIFEST, COMPOSE, set(files));
    }

    private static FileSet set(Map<String, String> files) {
        return new FileSet(files.entrySet().stream()
                .map(file -> file(file.getKey(), file.getValue()))
                .toList());
    }

    private static TemplateFile file(String path, String text) {
        return new TemplateFile(new FilePath(path), text.getBytes(StandardCharsets.UTF_8), path.endsWith(".sh"));
    }
}
