package org.tenantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;

class FakeRuntimeTest extends RuntimeContract {
    private final FakeEngine engine = new FakeEngine(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

    FakeRuntimeTest() {
        engine.anyImage();
        engine.refuseImage(refusedImage().name(), "manifest unknown");
    }

    @Override
    protected Runtime open(ClusterId cluster) {
        return engine.runtime(cluster);
    }

    @Override
    protected ImageRef image() {
        return ImageRef.named("tenantry-test/busybox:1");
    }

    @Override
    protected ImageRef refusedImage() {
        return ImageRef.named("registry.example.org/no-such:1");
    }

    @Test
    void letsContainersDoWhatAScriptSays() {
        engine.acts(new ServiceName("job"), start -> start == 1 ? Act.exits(1, "not yet") : Act.runs("now"));
        String id = orders.started(orders.container("job", "").order());
        assertThat(only().state()).isInstanceOf(ContainerState.Exited.class);

        runtime.start(id);

        assertThat(only().state()).isInstanceOf(ContainerState.Running.class);
        assertThat(runtime.lastLog(id, 10)).containsExactly("not yet", "now");
    }

    @Test
    void letsCommandsAnswerWhatAScriptSays() {
        engine.commands(new ServiceName("web"), command -> new ExecResult.Ended(1, "sick"));
        String id = orders.started(orders.container("web", FOREVER).order());

        assertThat(runtime.exec(id, List.of("true"), BRIEFLY)).isEqualTo(new ExecResult.Ended(1, "sick"));
    }

    @Test
    void killsTheAgentBeforeOrAfterACall() {
        ContainerOrder order = orders.container("web", FOREVER).order();
        engine.killAt(1, FakeEngine.Moment.BEFORE);
        assertThatThrownBy(() -> runtime.createContainer(order)).isInstanceOf(FakeEngine.Killed.class);
        assertThat(runtime.inventory().isEmpty()).isTrue();

        engine.killAt(1, FakeEngine.Moment.AFTER);
        assertThatThrownBy(() -> runtime.createContainer(order)).isInstanceOf(FakeEngine.Killed.class);
        assertThat(runtime.inventory().containers()).hasSize(1);
    }

    @Test
    void isAwayUntilItIsBack() {
        engine.away(true);
        refused(ErrorCode.UNAVAILABLE, () -> runtime.inventory());
        engine.away(false);
        assertThat(runtime.inventory().isEmpty()).isTrue();
    }

    @Test
    void failsACallOnce() {
        ContainerOrder order = orders.container("web", FOREVER).order();
        engine.failNext("start", TenantryException.of(ErrorCode.UNAVAILABLE, "try again"));
        String id = runtime.createContainer(order);

        refused(ErrorCode.UNAVAILABLE, () -> runtime.start(id));
        runtime.start(id);

        assertThat(only().state()).isInstanceOf(ContainerState.Running.class);
        assertThat(engine.calls())
                .endsWith(
                        "start " + orders.owner().instance() + "/web.1",
                        "start " + orders.owner().instance() + "/web.1");
    }

    @Test
    void losesContainersByHandAndProcessesByReboot() {
        String one = orders.started(orders.container("web", FOREVER).order());
        engine.reboot();
        assertThat(only().state()).isInstanceOf(ContainerState.Exited.class);
        engine.removeByHand(one);
        assertThat(runtime.inventory().isEmpty()).isTrue();
        refused(ErrorCode.NOT_FOUND, () -> runtime.stop(one, Duration.ZERO));
    }
}
