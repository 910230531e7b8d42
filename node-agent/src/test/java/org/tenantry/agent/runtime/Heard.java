package org.tenantry.agent.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.tenantry.common.instance.InstanceId;

/** What a runtime told. */
public final class Heard implements Runtime.Listener {
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger openings = new AtomicInteger();
    private final List<RunEnd> ends = new CopyOnWriteArrayList<>();

    public int changes() {
        return changes.get();
    }

    public int openings() {
        return openings.get();
    }

    public List<RunEnd> ends() {
        return List.copyOf(ends);
    }

    @Override
    public void changed(Optional<InstanceId> whose) {
        changes.incrementAndGet();
    }

    @Override
    public void ended(InstanceId whose, RunEnd end) {
        ends.add(end);
    }

    @Override
    public void reopened() {
        openings.incrementAndGet();
    }
}
