package org.tenantry.agent.runtime.docker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.NetworkOrder;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.agent.runtime.VolumeOrder;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.node.ClusterId;

/**
 * Names for the engine, which wants them and keeps them unique. People may read them; nothing is ever matched by them. The
 * same order has the same name, so that the engine refuses to make it twice.
 */
record Names(ClusterId cluster) {
    String of(ContainerOrder order) {
        ReplicaKey replica = order.replica();
        String key = replica + " " + order.revision();
        return named(order.owner().instance(), replica.service() + "-" + replica.number(), key);
    }

    String of(NetworkOrder order) {
        return named(order.owner().instance(), order.name(), order.name());
    }

    String of(VolumeOrder order) {
        InstanceId instance = order.owner().instance();
        return switch (order.key()) {
            case VolumeKey.Named(String name) -> named(instance, name, "named " + name);
            case VolumeKey.Declared(ReplicaKey replica, String path) ->
                named(instance, replica.service() + "-" + replica.number(), replica + " " + path);
        };
    }

    private String named(InstanceId instance, String readable, String key) {
        String clean = readable.replaceAll("[^a-zA-Z0-9_.-]", "-");
        String brief = clean.length() <= 40 ? clean : clean.substring(0, 40);
        return "tn-" + cluster + "-" + instance + "-" + brief + "-" + hash(key);
    }

    private static String hash(String key) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
