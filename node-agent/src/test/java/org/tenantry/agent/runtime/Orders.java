package org.tenantry.agent.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tenantry.agent.network.AddressPool;
import org.tenantry.agent.network.HostAddresses;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.EnvironmentValue;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.Limits;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.Revision;
import org.tenantry.common.instance.ServiceForm;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.tenant.TenantId;

/** Orders for one instance of a test, all different from those of every other test on the same engine. */
public final class Orders {
    private static final Random RANDOM = new Random();
    private static final AddressPool POOL = new AddressPool(Subnet.parse("10.232.0.0/13"), 28);

    /** An id that no other test has. */
    public static String id(String prefix) {
        return new Ids(RANDOM).next(prefix);
    }

    private final Owner owner = new Owner(new InstanceId(id("i-")), new TenantId(id("t-")));
    private final Runtime runtime;
    private final ImageRef image;

    public Orders(Runtime runtime, ImageRef image) {
        this.runtime = runtime;
        this.image = image;
    }

    public Owner owner() {
        return owner;
    }

    /** Makes a network on a free block; somebody else's test may have taken it meanwhile, then it is another. */
    public HeldNetwork network(String name) {
        Optional<Subnet> last =
                Optional.of(POOL.range()).map(range -> Subnet.around(range.first() + RANDOM.nextInt(1 << 18), 28));
        for (int attempt = 0; attempt < 20; attempt++) {
            List<Subnet> used = new ArrayList<>(runtime.subnets());
            used.addAll(HostAddresses.ofThisMachine().now());
            last = POOL.next(used, last);
            try {
                return runtime.createNetwork(new NetworkOrder(owner, name, last.orElseThrow(), id("tn-"), false));
            } catch (TenantryException e) {
                if (e.code() != ErrorCode.CONFLICT) {
                    throw e;
                }
            }
        }
        throw new AssertionError("no block of addresses is free for a test");
    }

    public HeldVolume volume(VolumeKey key) {
        return runtime.createVolume(new VolumeOrder(owner, key));
    }

    /** A container of a service that runs a shell script. */
    public Building container(String service, String script) {
        return new Building(service, script);
    }

    /** Makes a container and starts it. */
    public String started(ContainerOrder order) {
        String id = runtime.createContainer(order);
        runtime.start(id);
        return id;
    }

    /** A container order in the making. */
    public final class Building {
        private final String service;
        private final String script;
        private final List<ContainerOrder.NetworkUse> networks = new ArrayList<>();
        private final List<ContainerOrder.VolumeUse> volumes = new ArrayList<>();
        private final SortedMap<String, EnvironmentValue> environment = new TreeMap<>();
        private String user = "";
        private String stopSignal = "";
        private char revision = '1';

        private Building(String service, String script) {
            this.service = service;
            this.script = script;
        }

        public Building in(HeldNetwork network, String... aliases) {
            networks.add(new ContainerOrder.NetworkUse(network.id(), List.of(aliases)));
            return this;
        }

        public Building with(HeldVolume volume, String target) {
            volumes.add(new ContainerOrder.VolumeUse(volume.id(), target, false));
            return this;
        }

        public Building with(String variable, EnvironmentValue value) {
            environment.put(variable, value);
            return this;
        }

        public Building as(String name) {
            user = name;
            return this;
        }

        public Building stoppedBy(String signal) {
            stopSignal = signal;
            return this;
        }

        public Building revision(char digit) {
            revision = digit;
            return this;
        }

        public ContainerOrder order() {
            ImageFacts facts = runtime.ensureImage(image, progress -> {});
            ServiceForm form = new ServiceForm(
                    image,
                    Optional.empty(),
                    Optional.of(List.of("/bin/sh", "-c", script)),
                    environment,
                    Optional.of(user).filter(name -> !name.isEmpty()),
                    Optional.empty(),
                    false,
                    Optional.of(Duration.ZERO),
                    Optional.of(stopSignal).filter(signal -> !signal.isEmpty()),
                    List.of(),
                    List.of(),
                    Limits.NONE);
            return new ContainerOrder(
                    owner,
                    new ReplicaKey(new ServiceName(service), 1),
                    new Revision("r1-" + String.valueOf(revision).repeat(32)),
                    facts.id(),
                    form,
                    networks,
                    volumes);
        }
    }
}
