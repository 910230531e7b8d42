package org.tenantry.gateway.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A gateway that is started, killed and started again from one home, at ports that stay. */
final class GatewayProgram {
    private final Home home;
    private final int edgePort = Ports.free();
    private final int apiPort = Ports.free();
    private final int agentsPort = Ports.free();
    private final List<String> flags;
    private Optional<Program> program = Optional.empty();

    GatewayProgram(Home home, Map<String, String> more, List<String> flags) {
        this.home = home;
        this.flags = flags;
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "edge.port", String.valueOf(edgePort),
                "edge.tls.port", "0",
                "api.port", String.valueOf(apiPort),
                "agents.port", String.valueOf(agentsPort),
                "remove.grace", "0s"));
        settings.putAll(more);
        home.settings("gateway.properties", settings);
    }

    /** Starts it, without waiting for anything. */
    void start() {
        program = Optional.of(run(List.of()));
    }

    /** Starts a successor of the one that runs, without waiting for anything; the former. */
    Program takeOver() {
        Program former = program.orElseThrow();
        program = Optional.of(run(List.of("--take-over")));
        return former;
    }

    /** The successor has ended: the former is the one again. */
    void returnTo(Program former) {
        program = Optional.of(former);
    }

    private Program run(List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                "org.tenantry.gateway.GatewayMain", "--home", home.directory().toString()));
        words.addAll(more);
        return Program.start(home.at("gateway.log"), Map.of(), with(flags, "-Xmx256m"), words);
    }

    void awaitReady(Supplier<String> context) {
        Program started = program.orElseThrow();
        Await.until(
                "the gateway is ready",
                () -> !started.alive() || home.announces("gateway/gateway.json", started.pid()),
                context);
        if (!started.alive()) {
            throw new AssertionError("the gateway ended\n" + context.get());
        }
    }

    void kill() {
        program.ifPresent(Program::kill);
    }

    void stop() {
        program.ifPresent(Program::stop);
    }

    AdminApi api() {
        return new AdminApi(apiPort, home.text("admin-token"));
    }

    /** What it says of itself to whoever watches it; empty while it is away. */
    String ready() {
        return probe("/readyz").body();
    }

    /** What a probe of a supervisor gets; status 0 while it is away. */
    Http.Answer probe(String path) {
        return Http.send(apiPort, Http.Request.get("127.0.0.1", path));
    }

    int edgePort() {
        return edgePort;
    }

    String agentsAddress() {
        return "http://127.0.0.1:" + agentsPort;
    }

    /** What a client of that host gets. */
    Http.Answer page(String host, String path) {
        return Http.send(edgePort, Http.Request.get(host, path));
    }

    String tail() {
        return program.map(Program::tail).orElse("no gateway was started");
    }

    Optional<Program> program() {
        return program;
    }

    private static List<String> with(List<String> flags, String more) {
        List<String> all = new ArrayList<>(flags);
        all.add(more);
        return all;
    }
}
