package org.tenantry.agent.runtime;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tenantry.agent.network.Subnet;
import org.tenantry.common.instance.ImageRef;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.tenant.TenantId;

/**
 * One cluster's share of the container engine on this machine. Everything is found by labels that are compared exactly, so
 * another cluster on the same engine is neither seen nor touched; an id of anything that isn't this cluster's is refused
 * with CONFLICT.
 *
 * <p>Verbs are idempotent: creating what is there with the same labels answers with it, starting what runs, stopping what
 * rests and removing what is gone do nothing. Calls block and are bounded in time; call them on virtual threads. A failure
 * is a {@link org.tenantry.common.error.TenantryException}: UNAVAILABLE when the engine is away or late (try again), INVALID
 * with its field for what the engine will never take, NOT_FOUND for a container that is gone.
 */
public interface Runtime extends AutoCloseable {
    /** What the engine and its machine are. */
    EngineFacts facts();

    /** Everything of this cluster. */
    Inventory inventory();

    /** Everything of one instance; cheaper than the whole. */
    Inventory inventory(InstanceId instance);

    /** The IPv4 blocks of every network of the engine, whoever made it. */
    List<Subnet> subnets();

    /**
     * Makes sure that an image is here: one that is present is taken as it is, one that is missing is pulled. A refused one
     * is INVALID with field {@code image} and the reason; a pull that stands still is UNAVAILABLE.
     *
     * @param progress told now and then, in words for people, while a pull goes on
     */
    ImageFacts ensureImage(ImageRef image, Consumer<String> progress);

    /** The network of that instance and name, made now or before; one made before keeps its own subnet and device. */
    HeldNetwork createNetwork(NetworkOrder order);

    void removeNetwork(String id);

    /** The volume of that instance and key, made now or before. */
    HeldVolume createVolume(VolumeOrder order);

    /** Removes a volume and what is in it; CONFLICT while a container uses it. */
    void removeVolume(String id);

    /**
     * Bounds what all containers of that tenant use together, as this node is set. For those that are there and those to come;
     * what somebody else changed, or a reboot, is mended by the next call.
     */
    void bound(TenantId tenant);

    /**
     * The container of that replica and revision, made now or before, not started. One that a killed agent left half made
     * ({@link ContainerState.Unfinished}) is finished.
     *
     * @return its id
     */
    String createContainer(ContainerOrder order);

    void start(String id);

    /** Sends the container's own stop signal, and kills it when it still runs after the grace. */
    void stop(String id, Duration grace);

    /** Removes a container, killing it if it still runs. Its volumes stay. */
    void remove(String id);

    /** Runs a command to its end or the timeout, whichever comes first; a command out of time is killed. */
    ExecResult exec(String id, List<String> command, Duration timeout);

    /** The last lines of a container's output, oldest first, each cut to a bounded length. */
    List<String> lastLog(String id, int lines);

    /** Streams a container's output; a consumer that blocks holds the engine back. */
    Running logs(String id, LogOptions options, ByteFrames output);

    /** Runs a command and streams what it reads and writes; a consumer that blocks holds the command back. */
    Running exec(String id, List<String> command, InputStream input, ByteFrames output);

    /** Tells of what changes in this cluster's share from now on, in the order in which it happens. */
    Subscription events(Listener listener);

    @Override
    void close();

    /** Hears of changes. Its calls must be quick. */
    interface Listener {
        /** Something changed; a signal, which says whose it was where that is known, and not what. */
        void changed(Optional<InstanceId> whose);

        /** A process of that instance ended; told before that something changed. */
        void ended(InstanceId whose, RunEnd end);

        /**
         * The stream of events was opened, or opened again: changes may have been missed before, and what ended meanwhile
         * may have been ended by the engine.
         */
        void reopened();
    }

    /** Ends when closed. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
