package org.tenantry.gateway.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tenantry.agent.firewall.Nft;
import org.tenantry.agent.firewall.OwnTable;
import org.tenantry.agent.runtime.docker.LeftGroups;
import org.tenantry.common.node.ClusterId;

/**
 * One cluster's share of an engine, by its exact label: what is there, and an outsider's hand that takes things away.
 *
 * @param address where the engine listens; the machine's own where empty
 */
record Engine(String cluster, Optional<String> address) {
    static final String IMAGE = "tenantry-sample/hello:1.0";
    private static final String FORM = "{{.Id}}\t{{index .Config.Labels \"org.tenantry.instance\"}}\t"
            + "{{index .Config.Labels \"org.tenantry.service\"}}\t{{.State.Running}}\t{{.State.StartedAt}}";

    /** A container; equal as long as it is the same one and was not started again. */
    record Container(String id, String instance, String service, boolean running, String startedAt) {}

    /** What a command said. */
    record Said(int exit, String text) {}

    Engine(String cluster) {
        this(cluster, Optional.empty());
    }

    List<Container> containers() {
        while (true) {
            List<String> ids = listed("ps", "--all", "--no-trunc");
            if (ids.isEmpty()) {
                return List.of();
            }
            Said inspected = asked(with(List.of("inspect", "--type", "container", "--format", FORM), ids));
            // One that went meanwhile makes the look worthless.
            if (inspected.exit() == 0) {
                return inspected.text().lines().map(Engine::container).toList();
            }
        }
    }

    List<Container> containers(String instance) {
        return containers().stream()
                .filter(one -> one.instance().equals(instance))
                .toList();
    }

    /** The only container of an instance, where there is exactly one and it runs. */
    Optional<Container> only(String instance) {
        List<Container> all = containers(instance);
        return all.size() == 1 && all.getFirst().running() ? Optional.of(all.getFirst()) : Optional.empty();
    }

    List<String> networks() {
        return listed("network", "ls", "--no-trunc");
    }

    List<String> networks(String instance) {
        return listed("network", "ls", "--no-trunc", "--filter", "label=org.tenantry.instance=" + instance);
    }

    List<String> volumes() {
        return listed("volume", "ls");
    }

    List<String> volumes(String instance) {
        return listed("volume", "ls", "--filter", "label=org.tenantry.instance=" + instance);
    }

    /** Everything there is of an instance. */
    List<String> thingsOf(String instance) {
        List<String> things = new ArrayList<>(
                containers(instance).stream().map(Container::toString).toList());
        things.addAll(networks(instance));
        things.addAll(volumes(instance));
        return things;
    }

    /** Environment of a container, as the engine has it. */
    List<String> environment(Container container) {
        return asked(List.of("inspect", "--format", "{{range .Config.Env}}{{println .}}{{end}}", container.id()))
                .text()
                .lines()
                .toList();
    }

    void remove(Container container) {
        asked(List.of("rm", "--force", "--volumes=false", container.id()));
    }

    void removeEverything() {
        containers().forEach(this::remove);
        networks().forEach(network -> asked(List.of("network", "rm", network)));
        volumes().forEach(volume -> asked(List.of("volume", "rm", volume)));
        // What an agent did to a server of a test's own goes with the server.
        if (address.isEmpty()) {
            ClusterId id = new ClusterId(cluster);
            new Nft("").remove(OwnTable.name(id));
            LeftGroups.remove(id);
        }
    }

    static void requireImage() {
        if (docker(List.of("image", "inspect", IMAGE)).exit() != 0) {
            Said built =
                    run(List.of(Samples.root().resolve("scripts/samples.sh").toString(), "hello"));
            if (built.exit() != 0) {
                throw new IllegalStateException("scripts/samples.sh hello failed:\n" + built.text());
            }
        }
    }

    static Said docker(List<String> arguments) {
        return run(with(List.of("docker"), arguments));
    }

    /** What a command says to this engine. */
    Said asked(List<String> arguments) {
        List<String> host = address.map(one -> List.of("--host", one)).orElse(List.of());
        return docker(with(host, arguments));
    }

    private List<String> listed(String... command) {
        List<String> arguments =
                with(List.of(command), List.of("--quiet", "--filter", "label=org.tenantry.cluster=" + cluster));
        Said said = asked(arguments);
        if (said.exit() != 0) {
            throw new IllegalStateException("docker " + arguments + ": " + said.text());
        }
        return said.text().lines().toList();
    }

    private static Container container(String line) {
        String[] parts = line.split("\t", -1);
        return new Container(parts[0], parts[1], parts[2], parts[3].equals("true"), parts[4]);
    }

    private static List<String> with(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    static Said run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
