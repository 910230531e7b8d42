package org.tenantry.agent;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.home.Home;
import org.tenantry.agent.home.Identity;
import org.tenantry.agent.network.AddressBook;
import org.tenantry.agent.network.Subnet;
import org.tenantry.agent.relay.Relay;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.agent.session.Desk;
import org.tenantry.agent.session.Enroller;
import org.tenantry.agent.session.Gateways;
import org.tenantry.agent.session.Inquiries;
import org.tenantry.agent.session.Outbox;
import org.tenantry.agent.session.Sessions;
import org.tenantry.agent.session.Speaker;
import org.tenantry.agent.worker.Retiring;
import org.tenantry.agent.worker.Surroundings;
import org.tenantry.agent.worker.Workers;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.node.BootId;
import org.tenantry.common.node.ClusterId;
import org.tenantry.common.node.NodeId;
import org.tenantry.common.protocol.Ids;
import org.tenantry.common.secret.Secret;

/**
 * One agent, put together. Closing it leaves every container running: the next one adopts them.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** Before it joined, an agent has no cluster whose share of the engine it could have; it only asks for facts. */
    private static final ClusterId NONE_YET = new ClusterId("c-aaaaaaaaaaaa");

    private final AgentSettings settings;
    private final World world;
    private final Ids ids;
    private final Home home;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CompletableFuture<NodeId> ready = new CompletableFuture<>();
    private final Vertx vertx;
    private final Thread beginning;

    private Agent(AgentSettings settings, World world, Home home) {
        this.settings = settings;
        this.world = world;
        this.home = home;
        this.ids = new Ids(world.random());
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        this.beginning = Thread.ofVirtual().name("beginning").unstarted(this::begin);
    }

    /**
     * Takes the home and begins: follows what is on disk, joins the cluster where it didn't yet, and keeps a session. Throws
     * where the home can't be used; everything else is waited for.
     */
    public static Agent start(AgentSettings settings, World world) {
        Agent agent = new Agent(settings, world, Home.open(settings.directory(), world.random()));
        agent.beginning.start();
        return agent;
    }

    /** Waits until it has joined and follows what it was told; the node that it is. */
    public NodeId awaitReady(Duration patience) throws Exception {
        return ready.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Completes once it has joined and follows what it was told, and fails where it can't go on at all. */
    public CompletableFuture<NodeId> ready() {
        return ready.copy();
    }

    @Override
    public void close() {
        beginning.interrupt();
        lock.lock();
        try {
            parts.forEach(Agent::close);
            parts.clear();
        } finally {
            lock.unlock();
        }
        vertx.close();
        home.close();
    }

    private void begin() {
        try {
            live(home.identity().isPresent() ? home.identity().get() : join());
        } catch (InterruptedException closing) {
            LOG.debug("The agent was closed before it was ready");
        } catch (RuntimeException failure) {
            ready.completeExceptionally(failure);
        }
    }

    private Identity join() throws InterruptedException {
        try (Runtime runtime = world.runtimes().apply(NONE_YET)) {
            return new Joining(new Enroller(vertx, home.fingerprint()), gateways(), settings.joinToken())
                    .join(home, new Facts(runtime, settings.node()));
        }
    }

    private void live(Identity identity) {
        lock.lock();
        try {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            Outbox outbox = new Outbox();
            Inquiries inquiries = new Inquiries();
            Clockwork alarm = part(new Clockwork());
            Runtime runtime = part(world.runtimes().apply(identity.cluster()));
            Relay relay = part(relay(runtime));
            Workers workers =
                    part(Workers.start(surroundings(identity, runtime, alarm, outbox, retiring(identity, inquiries))));
            Speaker speaker = new Speaker(
                    identity, new BootId(ids.next("b-")), new Facts(runtime, settings.node()), relay::address);
            part(Sessions.start(
                    new Sessions.Parts(vertx, ids, gateways()), speaker, new Desk(workers, outbox, inquiries)));
            home.announce(ProcessHandle.current().pid(), relay.address().port(), identity.node());
            LOG.info("{}: this agent is ready", identity.node());
            ready.complete(identity.node());
        } finally {
            lock.unlock();
        }
    }

    /** Who wants in has to name a key that is made anew at each start and told to the gateway alone. */
    private Relay relay(Runtime runtime) {
        AgentSettings.ListenAddress listen = settings.relay();
        return Relay.start(
                runtime, new InetSocketAddress(listen.host(), listen.port()), Secret.of(ids.get() + ids.get()));
    }

    private Retiring retiring(Identity identity, Inquiries inquiries) {
        return new Retiring(identity.node(), inquiries::load, settings.drain(), System::nanoTime);
    }

    private Surroundings surroundings(
            Identity identity, Runtime runtime, Clockwork alarm, Outbox outbox, Retiring retiring) {
        AddressBook addresses = new AddressBook(settings.networks(), () -> used(runtime), ids);
        return new Surroundings(
                identity.node(), runtime, startsAtOnce(), home, addresses, world.clock(), alarm, outbox::put, retiring);
    }

    /** Starting a container takes about one core for a while; one core is left for those that serve. */
    private static int startsAtOnce() {
        return Math.max(1, java.lang.Runtime.getRuntime().availableProcessors() / 2);
    }

    private List<Subnet> used(Runtime runtime) {
        List<Subnet> used = new ArrayList<>(runtime.subnets());
        used.addAll(world.hostSubnets().get());
        return used;
    }

    private Gateways gateways() {
        return new Gateways(settings.gateways(), RETRY, world.random());
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("A part of the agent did not close", e);
        }
    }
}
