package org.tenantry.gateway.templates;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Attachment;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.InstanceNetwork;
import org.tenantry.common.instance.Mount;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.instance.Web;
import org.tenantry.gateway.templates.compose.ComposeFile;
import org.tenantry.gateway.templates.compose.ComposeReader;
import org.tenantry.gateway.templates.compose.ServiceDefinition;
import org.tenantry.gateway.templates.source.Remarks;

/** Renders a template into what one instance consists of. */
public final class Rendering {
    private static final int MOST_REPLICAS = 100;
    private static final Duration STANDARD = Duration.ofSeconds(30);
    private static final Duration WEB_INTERVAL = Duration.ofSeconds(10);
    private static final Duration WEB_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WEB_START = Duration.ofSeconds(60);
    private static final int RETRIES = 3;

    private final ComposeFile compose;
    private final Web web;
    private final Map<ServiceName, Integer> scale;

    private Rendering(ComposeFile compose, Web web, Map<ServiceName, Integer> scale) {
        this.compose = compose;
        this.web = web;
        this.scale = scale;
    }

    /**
     * Fills in parameters, facts and secrets. The same input gives the same revisions in every release.
     *
     * @throws TenantryException where the input does not fit the template, naming {@code parameters.<name>} or {@code
     *     scale.<service>}, or a key of the Compose file that a parameter made invalid
     */
    public static Rendered render(Template template, RenderInput input) {
        Remarks remarks = new Remarks(TemplateReader.COMPOSE_FILE);
        ComposeFile compose = ComposeReader.read(
                template.compose(), TemplateVariables.filled(template.manifest(), input), template.beside(), remarks);
        if (!remarks.problems().isEmpty()) {
            throw Problems.asException(file -> "template", remarks.problems());
        }
        input.scale().keySet().forEach(name -> exists(compose, name));
        return new Rendering(compose, template.manifest().web(), input.scale()).rendered();
    }

    private Rendered rendered() {
        List<Service> services =
                compose.services().values().stream().map(this::service).toList();
        return new Rendered(services, networks(), List.copyOf(volumes()), web, compose.contents());
    }

    private Service service(ServiceDefinition service) {
        return new Service(
                service.name(),
                CanonicalForm.revision(service.form()),
                replicas(service),
                service.form(),
                service.dependsOn(),
                Optional.of(service.health().orElseGet(() -> standardHealth(service.name()))),
                service.restart());
    }

    /** The web service is asked over the web; of any other only its image may know how it is. */
    private HealthCheck standardHealth(ServiceName name) {
        if (!name.equals(web.service())) {
            return new HealthCheck(new Probe.Image(), STANDARD, STANDARD, RETRIES, Duration.ZERO);
        }
        Probe probe = web.healthPath()
                .<Probe>map(path -> new Probe.Http(web.port(), path))
                .orElseGet(() -> new Probe.Tcp(web.port()));
        return new HealthCheck(probe, WEB_INTERVAL, WEB_TIMEOUT, RETRIES, WEB_START);
    }

    private int replicas(ServiceDefinition service) {
        Integer wanted = scale.get(service.name());
        if (wanted == null) {
            return service.replicas();
        }
        String field = "scale." + service.name();
        int least = service.name().equals(web.service()) ? 1 : 0;
        if (wanted < least || wanted > MOST_REPLICAS) {
            throw TenantryException.invalid(field, String.valueOf(wanted), least + " to " + MOST_REPLICAS);
        }
        if (wanted > 1 && service.writesVolume()) {
            String expected = "at most 1: its replicas would write the same volume";
            throw TenantryException.invalid(field, String.valueOf(wanted), expected);
        }
        return wanted;
    }

    private List<InstanceNetwork> networks() {
        SortedSet<String> used = new TreeSet<>();
        for (ServiceDefinition service : compose.services().values()) {
            service.form().networks().stream().map(Attachment::network).forEach(used::add);
        }
        return used.stream()
                .map(name -> new InstanceNetwork(name, compose.networks().getOrDefault(name, false)))
                .toList();
    }

    private SortedSet<String> volumes() {
        SortedSet<String> used = new TreeSet<>();
        for (ServiceDefinition service : compose.services().values()) {
            for (Mount mount : service.form().mounts()) {
                switch (mount) {
                    case Mount.Volume volume -> used.add(volume.name());
                    case Mount.Anonymous volume -> {}
                    case Mount.Tmpfs memory -> {}
                    case Mount.File file -> {}
                    case Mount.Directory directory -> {}
                }
            }
        }
        return used;
    }

    private static void exists(ComposeFile compose, ServiceName name) {
        if (!compose.services().containsKey(name)) {
            String expected = String.join(
                    ", ",
                    compose.services().keySet().stream().map(ServiceName::value).toList());
            throw TenantryException.invalid("scale." + name, name.value(), expected);
        }
    }
}
