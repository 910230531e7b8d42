package org.tenantry.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tenantry.agent.worker.Samples;
import org.tenantry.common.instance.ServiceForm;

class InitTest {
    private static final Optional<List<String>> NONE = Optional.empty();

    @Test
    void isKnownByTheFirstWordThatRuns() {
        assertThat(isBrought(NONE, NONE, image(List.of("/sbin/tini", "--"), List.of("app"))))
                .isTrue();
        assertThat(isBrought(NONE, NONE, image(List.of("/init"), List.of()))).isTrue();
        assertThat(isBrought(NONE, NONE, image(List.of(), List.of("dumb-init", "app"))))
                .isTrue();
        assertThat(isBrought(NONE, NONE, image(List.of("/app/tini-like"), List.of("tini"))))
                .isFalse();
        assertThat(isBrought(NONE, NONE, new InspectImageResponse())).isFalse();
    }

    @Test
    void isTheServicesWhereItSaysWhatRuns() {
        InspectImageResponse tini = image(List.of("tini"), List.of("app"));

        assertThat(isBrought(Optional.of(List.of("app")), NONE, tini)).isFalse();
        assertThat(isBrought(Optional.of(List.of()), Optional.of(List.of("app")), tini))
                .isFalse();
        assertThat(isBrought(Optional.of(List.of()), NONE, image(List.of(), List.of("tini"))))
                .isFalse();
        assertThat(isBrought(NONE, Optional.of(List.of("tini", "app")), image(List.of(), List.of("app"))))
                .isTrue();
    }

    private static boolean isBrought(
            Optional<List<String>> entrypoint, Optional<List<String>> command, InspectImageResponse image) {
        ServiceForm form = Samples.lone(Samples.WEB, Samples.ALWAYS).form();
        return Init.isBrought(
                new ServiceForm(
                        form.image(),
                        entrypoint,
                        command,
                        form.environment(),
                        form.user(),
                        form.workingDirectory(),
                        form.init(),
                        form.stopGrace(),
                        form.stopSignal(),
                        form.mounts(),
                        form.networks(),
                        form.limits()),
                image);
    }

    private static InspectImageResponse image(List<String> entrypoint, List<String> command) {
        return new InspectImageResponse()
                .withConfig(new ContainerConfig()
                        .withEntrypoint(entrypoint.toArray(new String[0]))
                        .withCmd(command.toArray(new String[0])));
    }
}
