package org.tenantry.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tenantry.agent.network.AddressPool;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.config.Settings;
import org.tenantry.common.node.NodeName;

/**
 * What whoever installs an agent may set.
 *
 * @param home the directory of the cluster on this machine
 * @param gateways where gateways take agents; any of them will do
 * @param joinToken the file that holds the join token
 * @param engine the container engine's socket
 * @param networks what networks of instances are made of
 * @param relay where the relay listens
 * @param node what people see of this node
 * @param drain how long a container that is stopped on purpose may still have something to do for the web
 */
public record AgentSettings(
        Path home,
        List<URI> gateways,
        Path joinToken,
        URI engine,
        AddressPool networks,
        ListenAddress relay,
        NodeLabels node,
        Duration drain) {

    /** A host and a port; port 0 is any free one. */
    public record ListenAddress(String host, int port) {}

    /** The node's name, its zone and what else is said of it. */
    public record NodeLabels(NodeName name, String zone, Map<String, String> labels) {
        public NodeLabels {
            labels = new TreeMap<>(labels);
        }
    }

    public AgentSettings {
        gateways = List.copyOf(gateways);
    }

    /** The agent's own directory. */
    public Path directory() {
        return home.resolve("agent");
    }

    /** Reads {@code agent.properties} of the home and the environment; refuses with all problems at once. */
    public static AgentSettings read(Path home, Map<String, String> environment, String hostName) {
        Settings settings = Settings.read(home.resolve("agent.properties"), environment);
        AgentSettings read = new AgentSettings(
                home,
                gateways(settings),
                Path.of(settings.text(
                        "join.token.file", home.resolve("join-token").toString())),
                settings.parsed(
                        "engine",
                        URI.create("unix:///var/run/docker.sock"),
                        "a local socket such as unix:///var/run/docker.sock",
                        text -> Optional.of(URI.create(text)).filter(uri -> "unix".equals(uri.getScheme()))),
                networks(settings),
                settings.parsed(
                        "relay.listen",
                        new ListenAddress("127.0.0.1", 0),
                        "an address and a port such as 127.0.0.1:0",
                        AgentSettings::listenAddress),
                node(settings, hostName),
                settings.duration("drain", Duration.ofSeconds(30)));
        settings.finish();
        return read;
    }

    private static List<URI> gateways(Settings settings) {
        return settings.parsed(
                "gateways",
                List.of(URI.create("http://127.0.0.1:8082")),
                "addresses such as http://127.0.0.1:8082, separated by commas",
                AgentSettings::addresses);
    }

    private static Optional<List<URI>> addresses(String text) {
        List<URI> addresses =
                List.of(text.split("\\s*,\\s*")).stream().map(URI::create).toList();
        boolean allGood = addresses.stream()
                .allMatch(uri ->
                        uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())));
        return allGood ? Optional.of(addresses) : Optional.empty();
    }

    private static AddressPool networks(Settings settings) {
        Subnet pool = settings.parsed(
                "network.pool",
                Subnet.parse("10.208.0.0/12"),
                "an IPv4 network such as 10.208.0.0/12",
                text -> Optional.of(Subnet.parse(text)));
        int prefix = settings.integer("network.prefix", Math.max(26, pool.prefix()), pool.prefix(), 29);
        return new AddressPool(pool, prefix);
    }

    private static NodeLabels node(Settings settings, String hostName) {
        NodeName name = settings.parsed(
                "node.name",
                asName(hostName),
                "1 to 63 of a-z, 0-9, inner dots and hyphens",
                text -> Optional.of(new NodeName(text)));
        Map<String, String> labels =
                settings.parsed("labels", Map.of(), "pairs such as disk=ssd,room=2", AgentSettings::labels);
        return new NodeLabels(name, settings.text("zone", ""), labels);
    }

    private static Optional<Map<String, String>> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length != 2 || parts[0].isBlank() || labels.put(parts[0], parts[1]) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(labels);
    }

    private static Optional<ListenAddress> listenAddress(String text) {
        int colon = text.lastIndexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        return colon > 0 && port >= 0 && port <= 65_535
                ? Optional.of(new ListenAddress(text.substring(0, colon), port))
                : Optional.empty();
    }

    /** A host name may have letters that a node's name may not. */
    private static NodeName asName(String hostName) {
        String plain =
                hostName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+|[.-]+$", "");
        String bounded = plain.length() <= 63 ? plain : plain.substring(0, 63).replaceAll("[.-]+$", "");
        return new NodeName(bounded.isEmpty() ? "node" : bounded);
    }
}
