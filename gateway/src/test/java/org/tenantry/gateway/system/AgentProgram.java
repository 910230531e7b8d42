package org.tenantry.gateway.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** An agent that is started, killed and started again from one home. */
final class AgentProgram {
    private final Home home;
    private Optional<Program> program = Optional.empty();

    AgentProgram(Home home, String gateways) {
        this(home, gateways, Map.of());
    }

    AgentProgram(Home home, String gateways, Map<String, String> more) {
        this.home = home;
        Map<String, String> settings = new LinkedHashMap<>(Map.of("gateways", gateways, "relay.listen", "127.0.0.1:0"));
        settings.putAll(more);
        home.settings("agent.properties", settings);
    }

    /** Starts it, without waiting for anything. */
    void start() {
        program = Optional.of(Program.start(
                home.at("agent.log"),
                Map.of(),
                List.of("-Xmx128m"),
                List.of(
                        "org.tenantry.agent.AgentMain",
                        "--home",
                        home.directory().toString())));
    }

    void awaitReady(Supplier<String> context) {
        Program started = program.orElseThrow();
        Await.until(
                "the agent is ready",
                () -> !started.alive() || home.announces("agent/agent.json", started.pid()),
                context);
        if (!started.alive()) {
            throw new AssertionError("the agent ended\n" + context.get());
        }
    }

    void kill() {
        program.ifPresent(Program::kill);
    }

    void stop() {
        program.ifPresent(Program::stop);
    }

    String tail() {
        return program.map(Program::tail).orElse("no agent was started");
    }

    Optional<Program> program() {
        return program;
    }
}
