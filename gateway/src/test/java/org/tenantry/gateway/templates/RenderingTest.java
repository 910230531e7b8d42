package org.tenantry.gateway.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.instance.EnvironmentValue.Plain;
import org.tenantry.common.instance.EnvironmentValue.Sensitive;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.secret.Secret;

class RenderingTest {
    private static final ServiceName WEB = new ServiceName("web");
    private static final ServiceName WORKER = new ServiceName("worker");
    private static final ServiceName DB = new ServiceName("db");
    private static final Map<String, String> ORDERED = Map.of("contact", "a@b", "title", "Spring's \"session\"");

    private final Template template = Samples.template();

    @Test
    void fillsInParametersFactsAndSecrets() {
        Service web = Samples.at(services(ORDERED), WEB);

        assertThat(web.form().environment())
                .isEqualTo(Map.of(
                        "TITLE", new Plain("Spring's \"session\""),
                        "CONTACT", new Plain("a@b"),
                        "PUBLIC", new Plain("false"),
                        "LANGUAGE", new Plain("en"),
                        "DATABASE", new Sensitive(Secret.of("postgres://app:hunter2hunter2hunter2@db/app")),
                        "SMTP_PASSWORD", new Plain("none")));
        assertThat(Samples.at(services(ORDERED), WORKER).form().command())
                .contains(List.of("work", "--members", "50", "--title", "Spring's \"session\""));
    }

    @Test
    void listsWhatIsUsedAndNothingElse() {
        Rendered rendered = Rendering.render(template, Samples.input(ORDERED));

        assertThat(rendered.networks())
                .containsExactly(new InstanceNetwork("back", true), new InstanceNetwork("front", false));
        assertThat(rendered.volumes()).containsExactly("data");
        assertThat(rendered.services()).extracting(Service::name).containsExactly(DB, WEB, WORKER);
        assertThat(rendered.web()).isEqualTo(template.manifest().web());
    }

    @Test
    void theWebServiceIsAskedOverTheWebUnlessTheFileKnowsBetter() {
        Map<ServiceName, Service> services = services(ORDERED);

        assertThat(Samples.at(services, WEB).health().orElseThrow().probe()).isEqualTo(new Probe.Http(8000, "/health"));
        assertThat(Samples.at(services, WORKER).health().orElseThrow().probe()).isEqualTo(new Probe.Image());
        assertThat(Samples.at(services, DB).health().orElseThrow().probe())
                .isEqualTo(new Probe.Command(List.of("ready")));
        assertThat(Samples.at(services, DB).health().orElseThrow().interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aSecretParameterIsASecret() {
        Map<String, Secret> secrets = new TreeMap<>(Samples.SECRETS);
        secrets.put("smtp_password", Secret.of("s3cret"));

        Service web = Samples.at(
                Samples.byName(Rendering.render(template, new RenderInput(Samples.FACTS, ORDERED, secrets, Map.of()))),
                WEB);

        assertThat(web.form().environment()).containsEntry("SMTP_PASSWORD", new Sensitive(Secret.of("s3cret")));
        assertThat(web.toString()).doesNotContain("s3cret").doesNotContain("hunter2");
    }

    @Test
    void theSameInputGivesTheSameRevisions() {
        assertThat(ordered(ORDERED)).isEqualTo(ordered(ORDERED));
    }

    @Test
    void changingOneServiceChangesOneRevision() {
        assertThat(changed(Map.of("contact", "c@d", "title", ORDERED.get("title"))))
                .containsExactly(WEB);
        assertThat(changed(Map.of("contact", "a@b", "title", ORDERED.get("title"), "members", "51")))
                .containsExactly(WORKER);
        assertThat(changed(Map.of("contact", "a@b", "title", "other"))).containsExactly(WEB, WORKER);
    }

    @Test
    void scaleAndHostsChangeNoRevision() {
        Facts elsewhere = new Facts(
                Optional.of(new CanonicalHost("other.example.org")),
                Samples.FACTS.tenant(),
                Samples.FACTS.tenantTitle(),
                Samples.FACTS.instance(),
                Samples.FACTS.instanceId());
        RenderInput scaled = new RenderInput(elsewhere, ORDERED, Samples.SECRETS, Map.of(WEB, 5, WORKER, 0));

        Map<ServiceName, Service> services = Samples.byName(Rendering.render(template, scaled));

        assertThat(Samples.at(services, WEB).replicas()).isEqualTo(5);
        assertThat(Samples.at(services, WORKER).replicas()).isZero();
        assertThat(revisions(services)).isEqualTo(ordered(ORDERED));
    }

    @Test
    void anotherSecretChangesWhatItGoesInto() {
        Map<String, Secret> secrets = new TreeMap<>(Samples.SECRETS);
        secrets.put("db_password", Secret.of("another-password-altogether"));

        Map<ServiceName, Revision> after = revisions(
                Samples.byName(Rendering.render(template, new RenderInput(Samples.FACTS, ORDERED, secrets, Map.of()))));

        assertThat(differing(ordered(ORDERED), after)).containsExactly(DB, WEB);
    }

    @Test
    void theOrderOfMapsMeansNothing() {
        String turned = Samples.COMPOSE
                .replace(
                        "      TITLE: ${title}\n      CONTACT: $contact\n",
                        "      CONTACT: $contact\n      TITLE: ${title}\n")
                .replace("{front: , back: {aliases: [api]}}", "{back: {aliases: [api]}, front: }");
        assertThat(turned).isNotEqualTo(Samples.COMPOSE);

        Template other = TemplateReader.read(Samples.MANIFEST, turned);

        assertThat(revisions(Samples.byName(Rendering.render(other, Samples.input(ORDERED)))))
                .isEqualTo(ordered(ORDERED));
    }

    @Test
    void aHostThatIsMissingIsEmptyAndItsDefaultCounts() {
        Facts none = new Facts(
                Optional.empty(),
                Samples.FACTS.tenant(),
                "Title: with # all \"kinds\"\nof: [things]",
                Samples.FACTS.instance(),
                Samples.FACTS.instanceId());
        Template facts = TemplateReader.read("{format: 1, name: a, version: '2', web: {service: w, port: 1}}", """
                services:
                  w:
                    image: x
                    environment:
                      HOST: ${TENANTRY_HOST}
                      OR: ${TENANTRY_HOST:-none}
                      TENANT: ${TENANTRY_TENANT}
                      TITLE: ${TENANTRY_TENANT_TITLE}
                      NAME: ${TENANTRY_INSTANCE}
                      ID: ${TENANTRY_INSTANCE_ID}
                      TEMPLATE: ${TENANTRY_TEMPLATE}
                """);

        Rendered rendered = Rendering.render(facts, new RenderInput(none, Map.of(), Map.of(), Map.of()));

        assertThat(rendered.services().getFirst().form().environment())
                .isEqualTo(Map.of(
                        "HOST", new Plain(""),
                        "OR", new Plain("none"),
                        "TENANT", new Plain("acme"),
                        "TITLE", new Plain("Title: with # all \"kinds\"\nof: [things]"),
                        "NAME", new Plain("acme"),
                        "ID", new Plain("i-abcdefghijkl"),
                        "TEMPLATE", new Plain("a@2")));
        assertThat(rendered.services().getFirst().health().orElseThrow().probe())
                .isEqualTo(new Probe.Tcp(1));
        assertThat(rendered.networks()).containsExactly(new InstanceNetwork("default", false));
    }

    @Test
    void refusesAnOrderThatDoesNotFit() {
        assertThat(field(Samples.input(Map.of()))).contains("parameters.contact");
        assertThat(field(scaled(new ServiceName("nobody"), 1))).contains("scale.nobody");
        assertThat(field(scaled(WEB, 0))).contains("scale.web");
        assertThat(field(scaled(WEB, 101))).contains("scale.web");
        assertThat(field(scaled(DB, 2))).contains("scale.db");
        assertThat(field(new RenderInput(Samples.FACTS, ORDERED, Map.of(), Map.of())))
                .contains("secrets.db_password");
    }

    @Test
    void aParameterThatMakesTheFileInvalidIsRefusedByPath() {
        Template sized = TemplateReader.read(
                "{format: 1, name: a, version: 1, web: {service: w, port: 1}, parameters: {memory: {}, volume: {}}}",
                "services: {w: {image: x, mem_limit: '${memory:-1g}', volumes: ['${volume:-data}:/data']}}\nvolumes: {data: }");

        assertThat(field(sized, Map.of("memory", "lots"))).contains("services.w.mem_limit");
        assertThat(field(sized, Map.of("volume", "/etc"))).contains("services.w.volumes[0]");
        assertThat(field(sized, Map.of("volume", "/var/run/docker.sock"))).contains("services.w.volumes[0]");
        assertThat(field(sized, Map.of("volume", "other"))).contains("services.w.volumes[0]");
    }

    private Optional<String> field(RenderInput input) {
        return catchThrowableOfType(TenantryException.class, () -> Rendering.render(template, input))
                .field();
    }

    private static Optional<String> field(Template template, Map<String, String> parameters) {
        RenderInput input = new RenderInput(Samples.FACTS, parameters, Map.of(), Map.of());
        return catchThrowableOfType(TenantryException.class, () -> Rendering.render(template, input))
                .field();
    }

    private static RenderInput scaled(ServiceName name, int replicas) {
        return new RenderInput(Samples.FACTS, ORDERED, Samples.SECRETS, Map.of(name, replicas));
    }

    private Map<ServiceName, Service> services(Map<String, String> parameters) {
        return Samples.byName(Rendering.render(template, Samples.input(parameters)));
    }

    private Map<ServiceName, Revision> ordered(Map<String, String> parameters) {
        return revisions(services(parameters));
    }

    private static Map<ServiceName, Revision> revisions(Map<ServiceName, Service> services) {
        Map<ServiceName, Revision> revisions = new TreeMap<>();
        services.forEach((name, service) -> revisions.put(name, service.revision()));
        return revisions;
    }

    private Set<ServiceName> changed(Map<String, String> parameters) {
        return differing(ordered(ORDERED), ordered(parameters));
    }

    private static Set<ServiceName> differing(Map<ServiceName, Revision> before, Map<ServiceName, Revision> after) {
        assertThat(after).containsOnlyKeys(before.keySet());
        Set<ServiceName> differing = new TreeSet<>(before.keySet());
        differing.removeIf(name -> Samples.at(before, name).equals(after.get(name)));
        return differing;
    }
}
