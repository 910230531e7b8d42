package org.tenantry.agent.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.instance.Endpoint;
import org.tenantry.common.instance.Load;
import org.tenantry.common.node.NodeId;

/** Waits until nobody needs a container that left the web, by asking gateways again and again. */
public final class Retiring {
    private static final Logger LOG = LoggerFactory.getLogger(Retiring.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final NodeId node;
    private final Traffic traffic;
    private final Duration drain;
    private final LongSupplier nanos;
    private final AtomicLong hurried = new AtomicLong();

    /** @param nanos a clock that only goes forward */
    public Retiring(NodeId node, Traffic traffic, Duration drain, LongSupplier nanos) {
        this.node = node;
        this.traffic = traffic;
        this.drain = drain;
        this.nanos = nanos;
    }

    /**
     * Blocks until the container may be stopped, and at most as long as the occasion has time. Asks for what gateways were told
     * of it last, for that is what they may still know; else for what they would be told.
     */
    UnaryOperator<Memory> perform(Step.Retire step, Situation situation) throws InterruptedException {
        Optional<Endpoint> endpoint = situation
                .memory()
                .fronts()
                .of(step.container())
                .map(Fronts.Front::endpoint)
                .or(() -> untold(step, situation));
        if (endpoint.isEmpty()) {
            return memory -> memory;
        }
        await(endpoint.get(), step.occasion());
        return memory -> memory.withFronts(memory.fronts().left(step.container(), endpoint.get(), step.round()));
    }

    private Optional<Endpoint> untold(Step.Retire step, Situation situation) {
        return situation.containers(step.replica()).stream()
                .filter(container -> container.id().equals(step.container()))
                .findFirst()
                .flatMap(container -> new Endpoints(node, container.owner().instance()).of(situation, container));
    }

    private void await(Endpoint endpoint, Occasion occasion) throws InterruptedException {
        long begun = nanos.getAsLong();
        Duration pause = FIRST_PAUSE;
        Optional<Load> load = traffic.load(endpoint);
        while (true) {
            Duration waited = Duration.ofNanos(nanos.getAsLong() - begun);
            switch (Farewell.of(occasion, load, waited.compareTo(occasion.bound(drain)) >= 0)) {
                case NOW -> {
                    return;
                }
                case LATER -> Thread.sleep(pause);
                case ALL_THE_SAME -> {
                    tell(endpoint, load, waited);
                    return;
                }
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            load = traffic.load(endpoint);
        }
    }

    private void tell(Endpoint endpoint, Optional<Load> load, Duration waited) {
        String left = load.map(now -> now.requests() + " requests and " + now.streams() + " streams are under way"
                        + (now.routed() ? ", and a gateway may send more" : ""))
                .orElse("no gateway says what is under way");
        LOG.warn(
                "{}: {} is stopped after {} ms although {}; that was so {} times since this agent started",
                endpoint.instance(),
                endpoint.replica(),
                waited.toMillis(),
                left,
                hurried.incrementAndGet());
    }
}
