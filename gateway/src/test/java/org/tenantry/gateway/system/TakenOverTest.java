package org.tenantry.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A successor takes a gateway's place under load: no request fails, and nothing on the node notices. */
@Tag("system")
@Tag("docker")
final class TakenOverTest {
    private static final Duration DRAIN = Duration.ofSeconds(6);

    /** What is under way for as long as its client wants; one connection, many requests. */
    private static final String SLOW = """
            CR=$(printf '\\r')
            while read -r method path version; do
                length=0
                while read -r name value && [ -n "${name%"$CR"}" ]; do
                    case $name in [Cc]ontent-[Ll]ength:) length=${value%"$CR"} ;; esac
                done
                case $path in
                    /slow) printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\nabc'; sleep 3; printf def ;;
                    /upload) printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 8\\r\\n\\r\\n%8d' "$(head -c "$length" | wc -c)" ;;
                    /events) printf 'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nfirst\\r\\n'; sleep 100 ;;
                    /socket)
                        printf 'HTTP/1.1 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n'
                        printf 'Sec-WebSocket-Accept: x\\r\\n\\r\\n'
                        exec cat ;;
                    *) printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok' ;;
                esac
            done
            """;

    private static Machine machine;

    @BeforeAll
    static void start() {
        machine = Machine.running(Map.of("drain", DRAIN.toSeconds() + "s"));
    }

    @AfterAll
    static void end() {
        machine.close();
    }

    @Test
    void failsNoRequestOverThreeRestartsInARow() {
        String id = machine.create("busy", "acme", "hello");
        List<Engine.Container> before = machine.engine().containers(id);
        try (Crowd crowd = new Crowd(machine.gateway(), "busy.localhost")) {
            for (int restart = 0; restart < 3; restart++) {
                crowd.awaitAnswers(50);
                Program former = machine.gateway().takeOver();
                machine.awaitReady();
                crowd.awaitAnswers(50);

                assertThat(former.exit()).as(machine.logs()).isZero();
            }
            crowd.awaitAnswers(50);
            assertThat(crowd.failures()).isEmpty();
        }
        machine.await("it is seen to run", () -> machine.observed(id).equals("running"));
        assertThat(machine.engine().containers(id)).hasSize(1).isEqualTo(before);
        machine.remove(id);
    }

    @Test
    void letsWhatIsUnderWayComeToItsEnd() {
        machine.add(slow());
        String id = machine.create("slow", "acme", "slow@1");
        try (Talk kept = ask("GET / HTTP/1.1", "");
                Talk upload =
                        ask("POST /upload HTTP/1.1", "Content-Length: 10\r\n").say("12345");
                Talk slow = ask("GET /slow HTTP/1.1", "");
                Talk events = ask("GET /events HTTP/1.1", "");
                Talk socket = ask("GET /socket HTTP/1.1", upgrade())) {
            kept.hearUntil("\r\n\r\nok");
            slow.hearUntil("abc");
            events.hearUntil("first\r\n");
            socket.hearUntil("\r\n\r\n");

            Program former = machine.gateway().takeOver();
            machine.gateway().awaitReady(machine::logs);

            askUntilToldToLeave(kept);
            assertThat(kept.isEnded()).isTrue();
            assertThat(socket.say("still there").hearUntil("still there")).isEqualTo("still there");
            slow.hearUntil("def");
            assertThat(upload.say("67890").hearUntil("10")).contains("200 OK");
            assertThat(former.alive()).isTrue();
            assertThat(events.isEnded()).isTrue();
            assertThat(socket.isEnded()).isTrue();
            assertThat(former.exit()).isZero();
        }
        machine.awaitReady();
        machine.remove(id);
    }

    @Test
    void goesOnWhereTheSuccessorIsKilledBeforeItServes() {
        String id = machine.create("steady", "acme", "hello");
        List<Engine.Container> before = machine.engine().containers(id);
        try (Crowd crowd = new Crowd(machine.gateway(), "steady.localhost")) {
            Program former = machine.gateway().takeOver();
            machine.await(
                    "the API is away", () -> machine.gateway().probe("/healthz").status() == 0);
            machine.gateway().kill();
            machine.gateway().returnTo(former);

            machine.awaitReady();

            assertThat(former.alive()).isTrue();
            assertThat(machine.home().text("gateway.log")).contains("the successor is gone; this gateway goes on");
            crowd.awaitAnswers(50);
            assertThat(crowd.failures()).isEmpty();
            assertThat(machine.gateway().probe("/readyz").status()).isEqualTo(200);

            machine.gateway().takeOver();
            machine.awaitReady();
            assertThat(former.exit()).isZero();
            assertThat(crowd.failures()).isEmpty();
        }
        machine.await("it is seen to run", () -> machine.observed(id).equals("running"));
        assertThat(machine.engine().containers(id)).isEqualTo(before);
        machine.remove(id);
    }

    @Test
    void goesOnWhereTheSuccessorsSettingsAreRefused() {
        machine.gateway().awaitReady(machine::logs);
        String settings = machine.home().text("gateway.properties");
        machine.home().settings("gateway.properties", Map.of("drain", "soon"));

        Program former = machine.gateway().takeOver();

        assertThat(machine.gateway().program().orElseThrow().exit()).isEqualTo(78);
        machine.gateway().returnTo(former);
        machine.home().write("gateway.properties", settings);
        assertThat(machine.gateway().probe("/readyz").status()).isEqualTo(200);
    }

    @Test
    void startsAsUsualWhereNobodyIs() {
        machine.gateway().stop();

        machine.gateway().takeOver();

        machine.awaitReady();
    }

    @Test
    void endsSoonWhenAskedToWhileItDrains() {
        machine.add(new Samples.Texts(Samples.manifest("lasting"), slow().compose()));
        String id = machine.create("lasting", "acme", "lasting@1");
        try (Talk socket = new Talk(machine.gateway().edgePort())
                .say("GET /socket HTTP/1.1\r\nHost: lasting.localhost\r\n" + upgrade() + "\r\n")) {
            socket.hearUntil("\r\n\r\n");
            Program former = machine.gateway().takeOver();
            machine.awaitReady();

            former.stop();

            assertThat(former.exit()).isEqualTo(128 + 15);
            assertThat(machine.gateway().probe("/readyz").status()).isEqualTo(200);
        }
        machine.remove(id);
    }

    /** The successor may answer the API a moment before its predecessor knows that it has one. */
    private static void askUntilToldToLeave(Talk kept) {
        String answer = "";
        for (int asked = 0; asked < 10_000 && !answer.contains("connection: close"); asked++) {
            kept.say("GET / HTTP/1.1\r\nHost: slow.localhost\r\n\r\n");
            answer = kept.hearUntil("\r\n\r\nok").toLowerCase(Locale.ROOT);
        }
        assertThat(answer).contains("connection: close");
    }

    private static Talk ask(String line, String more) {
        return new Talk(machine.gateway().edgePort()).say(line + "\r\nHost: slow.localhost\r\n" + more + "\r\n");
    }

    private static String upgrade() {
        return "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n";
    }

    /** Dollars are doubled, as a Compose file wants them. */
    private static Samples.Texts slow() {
        String quoted = SLOW.replace("'", "'\\''");
        String script = "SLOW='" + quoted + "'\nexec nc -llllllllllllllll -p 8000 -e sh -c \"$SLOW\"";
        return Samples.script("slow", script.replace("$", "$$"));
    }
}
