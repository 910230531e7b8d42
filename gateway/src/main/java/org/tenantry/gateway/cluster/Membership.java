package org.tenantry.gateway.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import org.tenantry.common.control.Blocking;

/** Joins the gateways that are named, over addresses that are named: no multicast, no calls home. */
public final class Membership {
    private Membership() {}

    /**
     * A Vert.x whose event bus reaches every gateway. Blocks until it joined.
     *
     * @param name the cluster's, so that two clusters that reach each other stay apart
     * @param listen this gateway's address and port
     * @param members the addresses and ports of all gateways, this one among them or not
     */
    public static Vertx join(String name, HostAndPort listen, List<String> members, VertxOptions options) {
        quiet();
        HazelcastClusterManager manager = new HazelcastClusterManager(config(name, listen, members));
        EventBusOptions bus = new EventBusOptions().setHost(listen.host()).setPort(0);
        return Blocking.await(Vertx.builder()
                .with(options.setEventBusOptions(bus))
                .withClusterManager(manager)
                .buildClustered());
    }

    private static Config config(String name, HostAndPort listen, List<String> members) {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(name);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        network(config.getNetworkConfig(), listen, members);
        return config;
    }

    private static void network(NetworkConfig network, HostAndPort listen, List<String> members) {
        network.setPort(listen.port())
                .setPortAutoIncrement(false)
                .setPublicAddress(listen.host() + ":" + listen.port());
        network.getInterfaces().setEnabled(true).addInterface(listen.host());
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(List.copyOf(members));
    }

    /** Hazelcast reads this one before any configuration. */
    private static void quiet() {
        System.setProperty("hazelcast.logging.type", "slf4j");
    }
}
