package org.tenantry.agent.runtime;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.node.ClusterId;

/**
 * A container engine in memory: several clusters may use it through {@link #runtime}. It does the same each time, and what
 * goes wrong is scripted here: refused images, failing calls, containers that end, an engine that is away, an agent that is
 * killed in the middle of a call.
 */
public final class FakeEngine {
    /** When in a call the agent is killed: before the engine did anything, or before the agent knew that it did. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** Stands for the agent's sudden end in the middle of a call. */
    public static final class Killed extends Error {
        Killed(String call) {
            super("killed at " + call);
        }
    }

    /** A cluster's listener. */
    record Hearing(ClusterId cluster, Runtime.Listener listener) {}

    /** An end of a cluster's container that is to be told. */
    private record Told(ClusterId cluster, InstanceId instance, RunEnd end) {}

    private record Kill(int call, Moment moment) {}

    private record Failure(String verb, RuntimeException with) {}

    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final InstantSource clock;
    final Map<String, FakeContainer> containers = new LinkedHashMap<>();
    final Map<String, FakeRuntime.Network> networks = new LinkedHashMap<>();
    final Map<String, FakeRuntime.Volume> volumes = new LinkedHashMap<>();
    final Map<String, ImageFacts> images = new HashMap<>();
    final Map<String, String> refusedImages = new HashMap<>();
    final Map<ServiceName, IntFunction<Act>> acts = new HashMap<>();
    final Map<ServiceName, Function<List<String>, ExecResult>> commands = new HashMap<>();
    final List<Hearing> hearing = new CopyOnWriteArrayList<>();
    private final List<Told> untold = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private Optional<Kill> kill = Optional.empty();
    private boolean away;
    boolean anyImage;
    private int numbers;

    public FakeEngine(InstantSource clock) {
        this.clock = clock;
    }

    /** One cluster's view of this engine. */
    public FakeRuntime runtime(ClusterId cluster) {
        return new FakeRuntime(this, cluster);
    }

    // What is there.

    /** An image that is present or can be pulled. */
    public void image(String name, ImageFacts facts) {
        locked(() -> images.put(name, facts));
    }

    /** From now on every image is there that isn't refused. */
    public void anyImage() {
        locked(() -> anyImage = true);
    }

    /** An image that the registry refuses. */
    public void refuseImage(String name, String reason) {
        locked(() -> refusedImages.put(name, reason));
    }

    /** What containers of a service do when they are started, by the number of the start from 1. */
    public void acts(ServiceName service, IntFunction<Act> byStart) {
        locked(() -> acts.put(service, byStart));
    }

    /** What commands in containers of a service answer, such as health checks. */
    public void commands(ServiceName service, Function<List<String>, ExecResult> answers) {
        locked(() -> commands.put(service, answers));
    }

    // What goes wrong.

    /** While away, every call fails with UNAVAILABLE; coming back is an event. */
    public void away(boolean isAway) {
        locked(() -> away = isAway);
        if (!isAway) {
            reopen();
        }
    }

    /** The next call of that verb fails so, once. */
    public void failNext(String verb, RuntimeException with) {
        locked(() -> failures.add(new Failure(verb, with)));
    }

    /** The agent is killed in its n-th changing call from now, counted from 1. */
    public void killAt(int call, Moment moment) {
        locked(() -> kill = Optional.of(new Kill(calls.size() + call, moment)));
    }

    /** No kill that was asked for and has not come will come any more. */
    public void neverMind() {
        locked(() -> kill = Optional.empty());
    }

    /** A container's process ends by itself. */
    public void exit(String id, int code) {
        locked(() -> ended(container(id), code, true));
        tellAll();
    }

    /** The same, and the engine loses the event. */
    public void exitUntold(String id, int code) {
        locked(() -> ended(container(id), code));
    }

    /** Somebody sends a container's process a signal, and it ends. */
    public void signal(String id, int code) {
        locked(() -> ended(container(id), code, false));
        tellAll();
    }

    /** The engine stops in an orderly way, and ends every process before: that is heard, and nothing can be asked. */
    public void shutDown(int code) {
        away(true);
        locked(() -> running().forEach(one -> ended(one, code, false)));
        tellAll();
    }

    /** The engine is killed, and ends at its next start what it finds running: nobody hears of that. */
    public void crash(int code) {
        away(true);
        locked(() -> running().forEach(one -> ended(one, code)));
    }

    /** Somebody removes a container behind the agent's back. */
    public void removeByHand(String id) {
        locked(() -> containers.remove(id));
        tellAll();
    }

    /** The machine reboots: every process is gone, and what was written stays. */
    public void reboot() {
        locked(() -> running().forEach(one -> ended(one, 255)));
        reopen();
    }

    // What happened.

    /** Every changing call since the start, as {@code verb subject}; refused and failed ones too. */
    public List<String> calls() {
        return locked(() -> List.copyOf(calls));
    }

    void tellAll() {
        List<Told> ends = locked(() -> {
            List<Told> all = List.copyOf(untold);
            untold.clear();
            return all;
        });
        for (Hearing one : hearing) {
            ends.stream()
                    .filter(told -> told.cluster().equals(one.cluster()))
                    .forEach(told -> one.listener().ended(told.instance(), told.end()));
            one.listener().changed(Optional.empty());
        }
    }

    private void reopen() {
        hearing.forEach(one -> one.listener().reopened());
    }

    private List<FakeContainer> running() {
        return containers.values().stream().filter(FakeContainer::runs).toList();
    }

    /** A call that asks. */
    <T> T ask(Supplier<T> work) {
        return locked(() -> {
            present();
            return work.get();
        });
    }

    /** A call that changes something, or finds that there is nothing to change. */
    <T> T change(String verb, String subject, Supplier<T> work) {
        T answer = locked(() -> {
            present();
            calls.add(verb + " " + subject);
            killed(Moment.BEFORE);
            failed(verb);
            T done = work.get();
            changed.signalAll();
            killed(Moment.AFTER);
            return done;
        });
        tellAll();
        return answer;
    }

    FakeContainer container(String id) {
        FakeContainer found = containers.get(id);
        if (found == null) {
            throw TenantryException.notFound("container", id);
        }
        return found;
    }

    String nextId() {
        return String.format("%064x", ++numbers);
    }

    /** It ended, and that will be told. */
    void ended(FakeContainer container, int code, boolean byItself) {
        ended(container, code);
        RunEnd end = new RunEnd(container.id, clock.instant(), byItself);
        untold.add(new Told(container.cluster, container.order.owner().instance(), end));
    }

    private void ended(FakeContainer container, int code) {
        container.state = new ContainerState.Exited(code, clock.instant(), false);
        container.addresses.clear();
        changed.signalAll();
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        locked(() -> {
            work.run();
            return true;
        });
    }

    private void present() {
        if (away) {
            throw TenantryException.of(ErrorCode.UNAVAILABLE, "the engine does not answer");
        }
    }

    private void failed(String verb) {
        for (Failure failure : failures) {
            if (failure.verb().equals(verb)) {
                failures.remove(failure);
                throw failure.with();
            }
        }
    }

    private void killed(Moment moment) {
        if (kill.equals(Optional.of(new Kill(calls.size(), moment)))) {
            kill = Optional.empty();
            untold.clear();
            throw new Killed(calls.getLast());
        }
    }
}
