package org.tenantry.agent.session;

import java.util.List;
import java.util.Set;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.protocol.Held;
import org.tenantry.common.protocol.Orders;

/** Everything that this agent has or is told to have, as a session sees it. */
public interface Holdings {
    /** Every instance of which there is anything: an assignment, a container, a network or a volume. Looks for it. */
    List<Held> held();

    /** The same as far as it is known without looking again. */
    List<Held> known();

    /**
     * Takes a set of verdicts; STALE_TERM where it is of an older term than one that was taken.
     *
     * @return the instances whose assignments have to be fetched
     */
    Set<InstanceId> take(Orders orders);

    /** Takes an assignment that an order asked to follow. */
    void take(Assignment assignment);

    /** What is to be said of every instance. */
    List<InstanceReport> reports();

    /** Whether everything was looked at since the start, so that reports say all. */
    boolean isSettled();
}
