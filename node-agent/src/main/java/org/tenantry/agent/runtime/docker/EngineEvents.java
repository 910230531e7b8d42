package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.control.Backoff;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;

/**
 * The engine's events of this cluster, opened again whenever they end. Each opening is told as a change: what happened
 * before it went unseen.
 */
final class EngineEvents implements Runtime.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** Only what changes a state: a health check's commands make three events each, of no use here. */
    private static final String[] KINDS = {"start", "kill", "die", "oom", "destroy", "pause", "unpause"};

    private final Engine engine;
    private final Labels labels;
    private final Runtime.Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Optional<Listening>> now = new AtomicReference<>(Optional.empty());
    private final Thread thread;

    private EngineEvents(Engine engine, Labels labels, Runtime.Listener listener) {
        this.engine = engine;
        this.labels = labels;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("engine-events").unstarted(this::run);
    }

    static EngineEvents open(Engine engine, Labels labels, Runtime.Listener listener) {
        EngineEvents events = new EngineEvents(engine, labels, listener);
        events.thread.start();
        return events;
    }

    private void run() {
        int failures = 0;
        try {
            while (!closed.await(AGAIN.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                failures = listened() ? 1 : failures + 1;
            }
        } catch (InterruptedException closing) {
            LOG.debug("the engine's events are no longer listened to");
        }
    }

    /** Listens until the stream ends; whether it was open at all. */
    private boolean listened() throws InterruptedException {
        Listening listening = new Listening();
        now.set(Optional.of(listening));
        try {
            engine.stream(docker -> docker.eventsCmd()
                    .withLabelFilter(labels.filter(Optional.empty()).toArray(String[]::new))
                    .withEventFilter(KINDS)
                    .exec(listening));
            listening.end.await();
        } catch (TenantryException away) {
            LOG.debug("the engine's events can't be had: {}", away.message());
        } finally {
            listening.close();
        }
        engine.forget();
        return listening.opened;
    }

    /** Events carry the labels of what they are about. */
    private static Optional<InstanceId> instance(Event event) {
        EventActor actor = event.getActor();
        Map<String, String> labels = actor == null || actor.getAttributes() == null ? Map.of() : actor.getAttributes();
        try {
            return Optional.ofNullable(labels.get(Labels.INSTANCE)).map(InstanceId::new);
        } catch (TenantryException notOurForm) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        now.get().ifPresent(Listening::close);
        thread.interrupt();
    }

    /** One opening of the stream. */
    private final class Listening implements ResultCallback<Event> {
        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicReference<Optional<Closeable>> stream = new AtomicReference<>(Optional.empty());
        private final Ends ends = new Ends();
        private volatile boolean opened;

        @Override
        public void onStart(Closeable open) {
            stream.set(Optional.of(open));
            opened = true;
            listener.reopened();
        }

        @Override
        public void onNext(Event event) {
            Optional<InstanceId> whose = instance(event);
            ends.after(event).ifPresent(end -> whose.ifPresent(instance -> listener.ended(instance, end)));
            listener.changed(whose);
        }

        @Override
        public void onError(Throwable lost) {
            end.countDown();
        }

        @Override
        public void onComplete() {
            end.countDown();
        }

        @Override
        public void close() {
            end.countDown();
            stream.get().ifPresent(open -> {
                try {
                    open.close();
                } catch (IOException e) {
                    LOG.debug("the stream of the engine's events did not close", e);
                }
            });
        }
    }
}
