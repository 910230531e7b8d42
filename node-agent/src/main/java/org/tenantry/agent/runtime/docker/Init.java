package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tenantry.common.instance.ServiceForm;

/**
 * Whether a container brings an init of its own: pure. Some of those work as the first process only, and two of them are one
 * too many.
 */
final class Init {
    private static final Set<String> KNOWN = Set.of(
            "catatonit",
            "docker-init",
            "dumb-init",
            "init",
            "my_init",
            "runit",
            "runsvdir",
            "s6-svscan",
            "systemd",
            "tini",
            "tini-static");

    private Init() {}

    /** By the first word that the container runs: the service's, else the image's. */
    static boolean isBrought(ServiceForm form, InspectImageResponse image) {
        return first(form, Optional.ofNullable(image.getConfig()))
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .filter(KNOWN::contains)
                .isPresent();
    }

    private static Optional<String> first(ServiceForm form, Optional<ContainerConfig> image) {
        List<String> entrypoint = form.entrypoint()
                .orElseGet(() -> words(image.flatMap(config -> Optional.ofNullable(config.getEntrypoint()))));
        if (!entrypoint.isEmpty()) {
            return Optional.of(entrypoint.getFirst());
        }
        List<String> imageCommand = form.entrypoint().isPresent()
                ? List.of()
                : words(image.flatMap(config -> Optional.ofNullable(config.getCmd())));
        return form.command().orElse(imageCommand).stream().findFirst();
    }

    private static List<String> words(Optional<String[]> words) {
        return words.map(Arrays::asList).orElse(List.of());
    }
}
