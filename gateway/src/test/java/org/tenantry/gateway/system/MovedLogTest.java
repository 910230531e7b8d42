package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What logrotate does to a gateway: moves its access log away, and sends it a hang-up. */
@Tag("system")
final class MovedLogTest {
    @Test
    void aGatewayGoesOnInANewAccessLog() throws Exception {
        Home home = Home.make();
        GatewayProgram gateway = new GatewayProgram(home, Map.of(), List.of());
        try {
            gateway.start();
            gateway.awaitReady(gateway::tail);
            gateway.page("before.localhost", "/");
            Await.until("the first line", () -> tells(home, "log/access.log", "before.localhost"), gateway::tail);

            Files.move(home.at("log/access.log"), home.at("log/access.log.1"));
            hangUp(gateway.program().orElseThrow().pid());
            gateway.page("after.localhost", "/");

            Await.until("both lines", () -> isWhole(home), gateway::tail);
            assertThat(gateway.program().orElseThrow().alive()).isTrue();
        } finally {
            gateway.kill();
            home.remove();
        }
    }

    /** Whichever file a line has come into while they changed places, it is in one. */
    private static boolean isWhole(Home home) {
        return tells(home, "log/access.log.1", "before.localhost")
                && home.has("log/access.log")
                && (tells(home, "log/access.log", "after.localhost")
                        || tells(home, "log/access.log.1", "after.localhost"));
    }

    private static boolean tells(Home home, String log, String host) {
        return home.has(log) && home.text(log).contains(host);
    }

    private static void hangUp(long pid) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder("kill", "-HUP", String.valueOf(pid)).start().waitFor();
        assertThat(exit).isZero();
    }
}
