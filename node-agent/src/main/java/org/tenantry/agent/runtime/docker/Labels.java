package org.tenantry.agent.runtime.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.ContainerOrder;
import org.tenantry.agent.runtime.NetworkOrder;
import org.tenantry.agent.runtime.Owner;
import org.tenantry.agent.runtime.VolumeKey;
import org.tenantry.agent.runtime.VolumeOrder;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.tenant.TenantId;

/**
 * The labels by which everything is found again, and nothing else is. They are compared exactly; the engine's own filter
 * only makes its answer shorter. What a newer release wrote is refused, so that an older one doesn't touch what it can't read.
 */
final class Labels {
    static final String CLUSTER = "org.tenantry.cluster";
    static final String INSTANCE = "org.tenantry.instance";
    private static final String FORMAT = "org.tenantry.format";
    private static final String TENANT = "org.tenantry.tenant";
    private static final String SERVICE = "org.tenantry.service";
    private static final String REPLICA = "org.tenantry.replica";
    private static final String REVISION = "org.tenantry.revision";
    private static final String NETWORK = "org.tenantry.network";
    private static final String NETWORKS = "org.tenantry.networks";
    private static final String DEVICE = "org.tenantry.device";
    private static final String VOLUME = "org.tenantry.volume";
    private static final String PATH = "org.tenantry.path";
    private static final int FORMAT_NOW = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Labels.class);

    private final ClusterId cluster;

    Labels(ClusterId cluster) {
        this.cluster = cluster;
    }

    /** What the engine's filter is asked for. */
    List<String> filter(Optional<InstanceId> instance) {
        String ours = CLUSTER + "=" + cluster;
        return instance.map(id -> List.of(ours, INSTANCE + "=" + id)).orElse(List.of(ours));
    }

    Map<String, String> of(Owner owner) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(FORMAT, Integer.toString(FORMAT_NOW));
        labels.put(CLUSTER, cluster.value());
        labels.put(INSTANCE, owner.instance().value());
        labels.put(TENANT, owner.tenant().value());
        return labels;
    }

    Map<String, String> of(NetworkOrder order) {
        Map<String, String> labels = of(order.owner());
        labels.put(NETWORK, order.name());
        labels.put(DEVICE, order.device());
        return labels;
    }

    Map<String, String> of(VolumeOrder order) {
        Map<String, String> labels = of(order.owner());
        switch (order.key()) {
            case VolumeKey.Named(String name) -> labels.put(VOLUME, name);
            case VolumeKey.Declared(ReplicaKey replica, String path) -> {
                put(labels, replica);
                labels.put(PATH, path);
            }
        }
        return labels;
    }

    /** The networks by the engine's names: by them a container is known that was attached to some of them only. */
    Map<String, String> of(ContainerOrder order, List<String> networks) {
        Map<String, String> labels = of(order.owner());
        put(labels, order.replica());
        labels.put(REVISION, order.revision().value());
        labels.put(NETWORKS, String.join(",", networks));
        return labels;
    }

    private static void put(Map<String, String> labels, ReplicaKey replica) {
        labels.put(SERVICE, replica.service().value());
        labels.put(REPLICA, Integer.toString(replica.number()));
    }

    /** Whether it is this cluster's. */
    boolean areOurs(Map<String, String> labels) {
        return cluster.value().equals(labels.get(CLUSTER));
    }

    /** Refuses what is another's. */
    void requireOurs(String kind, String id, Map<String, String> labels) {
        if (!areOurs(labels)) {
            throw TenantryException.of(ErrorCode.CONFLICT, kind + " " + id + " is not of cluster " + cluster);
        }
        requireFormat(id, labels);
    }

    private static void requireFormat(String id, Map<String, String> labels) {
        String format = labels.getOrDefault(FORMAT, "");
        if (!format.matches("[0-9]{1,6}")) {
            throw TenantryException.field(ErrorCode.CONFLICT, FORMAT, id + ": " + format, "a number");
        }
        if (Integer.parseInt(format) > FORMAT_NOW) {
            throw TenantryException.field(
                    ErrorCode.UNSUPPORTED_VERSION, FORMAT, id + ": " + format, "at most " + FORMAT_NOW);
        }
    }

    /**
     * Reads what is ours; empty for what isn't, or that somebody labelled by hand in no form of ours: it isn't proven ours,
     * so it is left alone.
     */
    <T> Optional<T> read(String id, Map<String, String> labels, Reading<T> reading) {
        if (!areOurs(labels)) {
            return Optional.empty();
        }
        try {
            requireFormat(id, labels);
            return Optional.of(reading.of(new Decoded(labels)));
        } catch (NumberFormatException e) {
            LOG.warn("{}: carries labels of cluster {} in an unknown form and is left alone", id, cluster);
            return Optional.empty();
        } catch (TenantryException e) {
            if (e.code() == ErrorCode.UNSUPPORTED_VERSION) {
                throw e;
            }
            LOG.warn("{}: is left alone, its labels are not understood: {}", id, e.message());
            return Optional.empty();
        }
    }

    /** Makes something of decoded labels. */
    @FunctionalInterface
    interface Reading<T> {
        T of(Decoded labels);
    }

    /** Labels as words. */
    record Decoded(Map<String, String> labels) {
        Owner owner() {
            return new Owner(new InstanceId(text(INSTANCE)), new TenantId(text(TENANT)));
        }

        ReplicaKey replica() {
            return new ReplicaKey(new ServiceName(text(SERVICE)), Integer.parseInt(text(REPLICA)));
        }

        Revision revision() {
            return new Revision(text(REVISION));
        }

        String network() {
            return text(NETWORK);
        }

        String device() {
            return text(DEVICE);
        }

        List<String> networks() {
            String text = labels.getOrDefault(NETWORKS, "");
            return text.isEmpty() ? List.of() : List.of(text.split(","));
        }

        VolumeKey volume() {
            return labels.containsKey(PATH)
                    ? new VolumeKey.Declared(replica(), text(PATH))
                    : new VolumeKey.Named(text(VOLUME));
        }

        private String text(String label) {
            String text = labels.get(label);
            if (text == null) {
                throw TenantryException.invalid(label, "nothing", "a label");
            }
            return text;
        }
    }
}
