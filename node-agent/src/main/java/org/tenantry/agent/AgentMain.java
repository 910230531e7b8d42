package org.tenantry.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.firewall.Nft;
import org.tenantry.agent.firewall.PacketFilter;
import org.tenantry.agent.firewall.Resolvers;
import org.tenantry.agent.network.HostAddresses;
import org.tenantry.agent.runtime.docker.DockerRuntime;
import org.tenantry.agent.runtime.docker.DockerSettings;
import org.tenantry.common.config.SettingsException;
import org.tenantry.common.error.TenantryException;

/** The agent as a process: {@code --home DIR}, in the foreground until it is told to end. */
public final class AgentMain {
    private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);

    /** As sysexits.h has them. */
    private static final int USAGE = 64;

    private static final int INTERNAL = 70;
    private static final int CONFIGURATION = 78;

    private AgentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Optional<Path> home = home(List.of(arguments));
        if (home.isEmpty()) {
            System.err.println("usage: agent --home DIR");
            System.exit(USAGE);
        }
        System.exit(run(home.orElseThrow(), System.getenv()));
    }

    private static Optional<Path> home(List<String> arguments) {
        return arguments.size() == 2 && arguments.getFirst().equals("--home")
                ? Optional.of(Path.of(arguments.getLast()).toAbsolutePath())
                : Optional.empty();
    }

    private static int run(Path home, Map<String, String> environment) throws InterruptedException {
        AgentSettings settings;
        Agent agent;
        try {
            settings = AgentSettings.read(home, environment, hostName());
            agent = Agent.start(settings, world(settings));
        } catch (SettingsException refused) {
            refused.problems().forEach(problem -> System.err.println("agent: " + problem));
            return CONFIGURATION;
        } catch (TenantryException refused) {
            System.err.println("agent: " + refused.message());
            return CONFIGURATION;
        }
        return live(agent);
    }

    /** Until SIGTERM, or until the agent finds that it can't go on at all. */
    private static int live(Agent agent) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        java.lang.Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("ending").unstarted(() -> {
                    LOG.info("This agent ends; its containers go on");
                    agent.close();
                    ended.countDown();
                }));
        try {
            agent.ready().join();
        } catch (CompletionException failure) {
            return told(failure.getCause());
        }
        ended.await();
        return 0;
    }

    private static int told(@Nullable Throwable failure) {
        if (failure instanceof TenantryException refused) {
            System.err.println("agent: " + refused.message());
            return CONFIGURATION;
        }
        LOG.error("This agent can't go on", failure);
        return INTERNAL;
    }

    private static World world(AgentSettings settings) {
        SecureRandom random = new SecureRandom();
        DockerSettings docker = DockerSettings.at(
                settings.engine(), dockerLogins(), settings.isolation().bounds());
        HostAddresses host = HostAddresses.ofThisMachine();
        return new World(
                cluster -> DockerRuntime.open(docker, cluster),
                host::now,
                filter(settings),
                Resolvers.ofThisMachine()::now,
                Clock.systemUTC(),
                random);
    }

    private static Optional<PacketFilter> filter(AgentSettings settings) {
        if (!settings.isolation().firewall()) {
            LOG.warn("The setting firewall is off: containers reach each other's networks and this machine");
            return Optional.empty();
        }
        return Optional.of(new Nft(System.getenv().getOrDefault("PATH", "")));
    }

    private static Path dockerLogins() {
        Map<String, String> environment = System.getenv();
        return Path.of(
                environment.getOrDefault("DOCKER_CONFIG", environment.getOrDefault("HOME", "/root") + "/.docker"));
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "node";
        }
    }
}
