package org.tenantry.agent.session;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;

/**
 * What changed and was not reported yet, the newest of each instance, and the numbers of reports within the agent's boot.
 * Whatever is in here when a session ends is said by the next one's first report, which is whole.
 */
public final class Outbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<InstanceId, InstanceReport> changed = new TreeMap<>();
    private Runnable listener = () -> {};
    private long last;
    private long acknowledged;

    /** Takes what is to be said of an instance now. */
    public void put(InstanceReport report) {
        Runnable told = locked(() -> {
            changed.put(report.instance(), report);
            return listener;
        });
        told.run();
    }

    /** From now on that is called when there is something new. */
    void listen(Runnable toNews) {
        locked(() -> listener = toNews);
    }

    List<InstanceReport> take() {
        return locked(() -> {
            List<InstanceReport> taken = List.copyOf(changed.values());
            changed.clear();
            return taken;
        });
    }

    long nextNumber() {
        return locked(() -> ++last);
    }

    void acknowledge(long number) {
        locked(() -> acknowledged = number);
    }

    /** The last number that a gateway has. */
    long acknowledged() {
        return locked(() -> acknowledged);
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
