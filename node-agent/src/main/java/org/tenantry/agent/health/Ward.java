package org.tenantry.agent.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.agent.runtime.Runtime;
import org.tenantry.common.error.TenantryException;

/**
 * The containers of one instance that are being asked: each on a virtual thread of its own, at once when it is new here,
 * eagerly while it starts, then once per interval. A change of health is a signal to whoever listens.
 */
public final class Ward implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ward.class);

    private static final int LAST_LINES = 20;

    private final Runtime runtime;
    private final Probes probes;
    private final InstantSource clock;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Patient, Watch> watches = new HashMap<>();

    /** @param changed called on a virtual thread whenever a patient's health changed; must be quick */
    public Ward(Runtime runtime, InstantSource clock, Runnable changed) {
        this.runtime = runtime;
        this.probes = new Probes(runtime);
        this.clock = clock;
        this.changed = changed;
    }

    /** From now on exactly these are asked; one that was asked before goes on. */
    public void watch(Set<Patient> patients) {
        lock.lock();
        try {
            watches.entrySet().removeIf(entry -> {
                boolean left = !patients.contains(entry.getKey());
                if (left) {
                    entry.getValue().thread.interrupt();
                }
                return left;
            });
            patients.forEach(patient -> watches.computeIfAbsent(patient, Watch::new));
        } finally {
            lock.unlock();
        }
    }

    /** What is known now of every run that is asked. */
    public Map<Patient, Health> health() {
        lock.lock();
        try {
            Map<Patient, Health> known = new HashMap<>();
            watches.forEach((patient, watch) -> known.put(patient, watch.course.health()));
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Whether every run was asked at least once. */
    public boolean allAsked() {
        lock.lock();
        try {
            return watches.values().stream().allMatch(watch -> watch.course.asked() > 0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        watch(Set.of());
    }

    private final class Watch {
        private final Patient patient;
        private final Thread thread;
        private volatile Course course;

        Watch(Patient patient) {
            this.patient = patient;
            this.course = Course.begun(patient.check(), patient.startedAt());
            this.thread =
                    Thread.ofVirtual().name("health " + patient.container()).start(this::run);
        }

        private void run() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    askOnce();
                    Thread.sleep(course.pause(patient.check()));
                }
            } catch (InterruptedException left) {
                LOG.trace("{}: is asked no more", patient.container());
            }
        }

        private void askOnce() {
            Duration timeout = patient.check().timeout();
            Probes.Answer answer;
            try {
                answer = probes.ask(patient, patient.check().probe(), timeout);
            } catch (RuntimeException bug) {
                LOG.error("{}: asking for its health failed unexpectedly", patient.container(), bug);
                answer = new Probes.Answer.Bad("asking failed: " + bug);
            }
            Course before = course;
            Course next = before.after(answer, patient.check(), clock.instant());
            boolean fellIll = next.health() instanceof Health.Ill && !(before.health() instanceof Health.Ill);
            course = fellIll ? next.with(lastLog()) : next;
            if (before.asked() == 0 || !before.health().equals(course.health())) {
                changed.run();
            }
        }

        private List<String> lastLog() {
            try {
                return runtime.lastLog(patient.container(), LAST_LINES);
            } catch (TenantryException away) {
                return List.of();
            }
        }
    }
}
