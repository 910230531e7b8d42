package org.tenantry.agent.worker;

import java.time.Duration;
import java.util.Optional;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.common.instance.HealthCheck;
import org.tenantry.common.instance.HealthCheck.Probe;
import org.tenantry.common.instance.Service;
import org.tenantry.common.instance.Web;

/** How a service's containers are asked for their health. */
sealed interface Check {
    /** By this. */
    record Ask(HealthCheck check) implements Check {}

    /** A process that runs is well. */
    record Alive() implements Check {}

    /** The image decides, and it isn't known yet what it declares. */
    record Unknown() implements Check {}

    /** By the file, else the web service over HTTP or TCP, else by the image. */
    static Check of(Service service, Web web, Memory memory) {
        Optional<HealthCheck> check = service.health();
        if (check.isEmpty()) {
            return service.name().equals(web.service()) ? new Ask(ofWeb(web)) : ofImage(service, memory);
        }
        return switch (check.get().probe()) {
            case Probe.Image() -> ofImage(service, memory);
            case Probe.Alive() -> new Alive();
            case Probe.Command command -> new Ask(check.get());
            case Probe.Http http -> new Ask(check.get());
            case Probe.Tcp tcp -> new Ask(check.get());
        };
    }

    private static HealthCheck ofWeb(Web web) {
        Probe probe = web.healthPath()
                .<Probe>map(path -> new Probe.Http(web.port(), path))
                .orElseGet(() -> new Probe.Tcp(web.port()));
        return new HealthCheck(probe, Duration.ofSeconds(5), Duration.ofSeconds(5), 3, Duration.ofSeconds(30));
    }

    /** An image that can't be had (any more) says nothing about a container of it that runs. */
    private static Check ofImage(Service service, Memory memory) {
        ImageFacts facts = memory.images().get(service.form().image());
        if (facts != null) {
            return facts.health().<Check>map(Ask::new).orElseGet(Alive::new);
        }
        String target = Targets.image(service.form().image());
        boolean hopeless =
                memory.refused().containsKey(target) || memory.troubles().containsKey(target);
        return hopeless ? new Alive() : new Unknown();
    }
}
