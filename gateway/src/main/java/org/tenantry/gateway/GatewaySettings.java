package org.tenantry.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tenantry.common.config.RuleForms;
import org.tenantry.common.config.Settings;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.common.secret.SealingKey;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.cluster.HostAndPort;
import org.tenantry.gateway.edge.EdgeSettings;
import org.tenantry.gateway.edge.RouteRules;
import org.tenantry.gateway.edge.Rulebook;
import org.tenantry.gateway.edge.Stickiness;
import org.tenantry.gateway.edge.log.Rotation;
import org.tenantry.gateway.edge.proxy.Balancers;
import org.tenantry.gateway.edge.transport.Transport;
import org.tenantry.gateway.store.StoreSettings;

/**
 * Everything that can be set of a gateway: {@code gateway.properties} in its home, and the environment on top of it.
 *
 * @param home where it keeps its files
 * @param domain instances answer at {@code <name>.<domain>} unless they are ordered with hosts of their own
 * @param listen the address that edge, API and the agents' port listen on
 * @param edgeTlsPort the port for TLS
 * @param certificates the directory of {@code NAME.crt} and {@code NAME.key}
 * @param limits what is asked of all clients of the edge
 * @param rules what is asked of those of a route whose template says nothing else
 * @param sticky the cookie that leads clients back to the replica that answered them; none is set where it is missing
 * @param publicPort the port that clients see, where something in front of the edge has another
 * @param edgeLoops how many threads carry the edge's traffic; one for each core where nothing else is said
 * @param edgeTransport what these are made of
 * @param publicTlsPort the same for TLS
 * @param h2c whether clients may speak HTTP/2 on the edge's port without TLS
 * @param balancers whose PROXY header is required, and believed
 * @param accessLog when the access log begins a new file, and how many are kept
 * @param storeUrl a PostgreSQL database; the embedded store in the home where it is missing
 * @param clusterKey the key that secrets are sealed with; the file {@code cluster.key} in the home where it is missing
 * @param clusterMembers addresses of all gateways; this one alone where there are none
 * @param sessionTimeToLive an agent that is silent for so long has lost its session
 * @param leaseTimeToLive a leader that is silent for so long has lost its lease
 * @param life how long what was removed or released is kept
 * @param drain how long clients have to go once a successor serves
 */
public record GatewaySettings(
        Path home,
        String name,
        CanonicalHost domain,
        String listen,
        int edgePort,
        int edgeLoops,
        Transport edgeTransport,
        int edgeTlsPort,
        int apiPort,
        int agentsPort,
        Path certificates,
        EdgeSettings.Limits limits,
        RouteRules rules,
        Optional<String> sticky,
        Optional<Integer> publicPort,
        Optional<Integer> publicTlsPort,
        boolean h2c,
        Balancers balancers,
        Rotation accessLog,
        Optional<String> storeUrl,
        String storeUser,
        Optional<Secret> storePassword,
        Optional<Secret> clusterKey,
        List<String> clusterMembers,
        HostAndPort clusterListen,
        Duration sessionTimeToLive,
        Duration leaseTimeToLive,
        Life life,
        Duration drain) {

    /**
     * How long what was removed or released is kept for its tenant; zero for not at all.
     *
     * @param removeGrace an instance that was removed
     * @param hostsReserved a host that was released
     */
    public record Life(Duration removeGrace, Duration hostsReserved) {}

    /** Reads them; throws with every problem at once. */
    static GatewaySettings read(Path home, Map<String, String> environment) {
        Settings settings = Settings.read(home.resolve("gateway.properties"), environment);
        GatewaySettings read = new GatewaySettings(
                home,
                settings.parsed("gateway.name", "g1", "1 to 40 of a-z, 0-9 and -", GatewaySettings::name),
                settings.parsed(
                        "domain",
                        new CanonicalHost("localhost"),
                        "a domain such as example.org",
                        text -> Optional.of(CanonicalHost.ofPerson(text))),
                settings.text("listen", "127.0.0.1"),
                settings.port("edge.port", 8080),
                settings.integer("edge.loops", Runtime.getRuntime().availableProcessors(), 1, 256),
                settings.parsed("edge.transport", Transport.EPOLL, "auto or epoll", Transport::named),
                settings.port("edge.tls.port", 8443),
                settings.port("api.port", 8081),
                settings.port("agents.port", 8082),
                settings.parsed(
                        "edge.certificates",
                        home.resolve("certificates"),
                        "a directory",
                        text -> Optional.of(home.resolve(text))),
                LimitSettings.limits(settings),
                LimitSettings.rules(settings),
                settings.optional("edge.sticky").map(ignored -> settings.value("edge.sticky", "", RuleForms.COOKIE)),
                settings.optional("public.port").map(ignored -> settings.port("public.port", 80)),
                settings.optional("public.tls.port").map(ignored -> settings.port("public.tls.port", 443)),
                settings.parsed("edge.h2c", false, "on or off", GatewaySettings::onOrOff),
                settings.parsed(
                        "edge.proxy.protocol",
                        Balancers.NONE,
                        "addresses or networks such as 10.0.0.5,2001:db8::/32",
                        text -> Optional.of(Balancers.parse(List.of(text.split("\\s*,\\s*", -1))))),
                new Rotation(
                        settings.bytes("access.log.size", 100L << 20),
                        settings.integer("access.log.kept", 10, 1, 1000)),
                settings.optional("store.url"),
                settings.text("store.user", "tenantry"),
                settings.secret("store.password"),
                settings.secret("cluster.key"),
                settings.list("cluster.members"),
                settings.parsed(
                        "cluster.listen",
                        new HostAndPort("127.0.0.1", 5701),
                        "address:port",
                        text -> Optional.of(HostAndPort.parse(text))),
                settings.duration("session.ttl", Duration.ofSeconds(3)),
                settings.duration("lease.ttl", Duration.ofSeconds(5)),
                new Life(
                        settings.duration("remove.grace", Duration.ofHours(24)),
                        settings.duration("hosts.reserved", Duration.ofDays(30))),
                settings.duration("drain", Duration.ofSeconds(30)));
        settings.finish();
        return read;
    }

    /** What is asked of users of each route; cookies are made with a key. */
    Rulebook rulebook(SealingKey key) {
        return new Rulebook(
                sticky.map(cookie -> rules.withSticky(new Stickiness(cookie, key)))
                        .orElse(rules),
                key);
    }

    boolean clustered() {
        return !clusterMembers.isEmpty();
    }

    /** This gateway's own files, apart from what all programs of the home share. */
    Path own() {
        return home.resolve("gateway");
    }

    /** Says where a gateway that is ready listens. */
    Path announcement() {
        return own().resolve("gateway.json");
    }

    /** Where it waits for a successor. */
    Path handover() {
        return own().resolve("handover.sock");
    }

    /** Where its store is. */
    StoreSettings store() {
        if (storeUrl.isPresent()) {
            return StoreSettings.postgres(storeUrl.get(), storeUser, storePassword.orElse(Secret.of("")));
        }
        if (clustered()) {
            throw TenantryException.of(
                    ErrorCode.INVALID,
                    "store.url: not set (expected: jdbc:postgresql://… where cluster.members is set, since the embedded"
                            + " store is for one gateway)");
        }
        return StoreSettings.sqlite(own().resolve("store.db"));
    }

    private static Optional<Boolean> onOrOff(String text) {
        return switch (text) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<String> name(String text) {
        return text.matches("[a-z0-9-]{1,40}") ? Optional.of(text) : Optional.empty();
    }
}
