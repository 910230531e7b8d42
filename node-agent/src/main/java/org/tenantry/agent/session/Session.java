package org.tenantry.agent.session;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.bus.AgentCalls;
import org.tenantry.common.bus.Line;
import org.tenantry.common.bus.Rpc;
import org.tenantry.common.bus.Signature;
import org.tenantry.common.control.ControlLoop;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.Assignment;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.protocol.AssignmentRequest;
import org.tenantry.common.protocol.Beat;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.OrdersRequest;
import org.tenantry.common.protocol.ProtocolRange;
import org.tenantry.common.protocol.Registration;
import org.tenantry.common.protocol.Report;

/**
 * One session from registering to its end, top to bottom on one virtual thread; beats go beside it. Whatever is doubtful
 * ends it, for the next one begins with everything.
 */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** Changes within this time go out in one report. */
    private static final Duration COALESCED = Duration.ofMillis(10);

    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final int FETCHES_AT_ONCE = 50;

    private final Line line;
    private final Signals signals;
    private final Speaker speaker;
    private final Holdings holdings;
    private final Outbox outbox;
    private volatile String followed = "";
    private boolean begun;

    Session(Line line, Signals signals, Speaker speaker, Desk desk) {
        this.line = line;
        this.signals = signals;
        this.speaker = speaker;
        this.holdings = desk.holdings();
        this.outbox = desk.outbox();
    }

    /** What a session is about. */
    record Desk(Holdings holdings, Outbox outbox) {}

    /**
     * Registers and goes on until something is doubtful, which is thrown.
     *
     * @param onWhole called once verdicts were taken and everything was told
     */
    void run(Signature signature, Runnable onWhole) throws InterruptedException {
        Registration.Registered registered = call(AgentCalls.REGISTER, registration());
        line.sign(new Signature(
                signature.cluster(), signature.sender(), Optional.of(registered.session()), signature.ids()));
        LOG.info("{}: session {} began", speaker.identity().node(), registered.session());
        Duration pause = registered.timeToLive().dividedBy(3);
        try (ControlLoop beats = ControlLoop.start("beats", pause, this::beat)) {
            LOG.debug("{}: {}", speaker.identity().node(), beats);
            follow(registered.orders());
            outbox.listen(signals::changes);
            settle();
            whole();
            onWhole.run();
            serve();
        } finally {
            outbox.listen(() -> {});
        }
    }

    private Registration registration() {
        return new Registration(
                ProtocolRange.SPOKEN,
                speaker.boot(),
                speaker.facts().get(),
                speaker.relay().get(),
                holdings.held());
    }

    private void serve() throws InterruptedException {
        while (true) {
            Signals.Due due = signals.await();
            if (!due.over().isEmpty()) {
                throw TenantryException.of(ErrorCode.UNAVAILABLE, due.over());
            }
            if (due.orders()) {
                follow(call(AgentCalls.ORDERS, new OrdersRequest(holdings.known())));
            }
            if (due.whole()) {
                whole();
            } else if (due.changes()) {
                Thread.sleep(COALESCED);
                report(Parcels.changes(outbox.take()));
            }
        }
    }

    /** Registering was the first beat. */
    private void beat() throws InterruptedException {
        if (!begun) {
            begun = true;
            return;
        }
        try {
            Beat.Heard heard = call(AgentCalls.BEAT, new Beat(speaker.boot(), outbox.acknowledged(), followed));
            if (heard.ordersWanted()) {
                signals.orders();
            }
            if (heard.wholeWanted()) {
                signals.whole();
            }
        } catch (TenantryException doubt) {
            signals.over("a beat failed: " + doubt.message());
        }
    }

    /** Takes verdicts and fetches what they name; only with everything fetched are they followed. */
    private void follow(Orders orders) throws InterruptedException {
        List<InstanceId> wanted = new ArrayList<>(holdings.take(orders));
        boolean complete = true;
        for (int from = 0; from < wanted.size(); from += FETCHES_AT_ONCE) {
            complete &= fetch(wanted.subList(from, Math.min(wanted.size(), from + FETCHES_AT_ONCE)));
        }
        if (complete) {
            followed = orders.digest();
        }
    }

    private boolean fetch(List<InstanceId> wanted) throws InterruptedException {
        Map<InstanceId, Future<Assignment>> asked = new HashMap<>();
        wanted.forEach(
                instance -> asked.put(instance, line.call(AgentCalls.ASSIGNMENT, new AssignmentRequest(instance))));
        boolean complete = true;
        for (Map.Entry<InstanceId, Future<Assignment>> one : asked.entrySet()) {
            complete &= taken(one.getKey(), one.getValue());
        }
        return complete;
    }

    /** One that the gateway refuses now is asked for again with the next orders; silence is a doubt. */
    private boolean taken(InstanceId instance, Future<Assignment> answer) throws InterruptedException {
        Assignment assignment;
        try {
            assignment = Answers.await(answer, Dialler.PATIENCE.multipliedBy(2));
        } catch (TenantryException refused) {
            if (Set.of(ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT, ErrorCode.MALFORMED)
                    .contains(refused.code())) {
                throw refused;
            }
            LOG.warn("{}: its assignment was not given: {}", instance, refused.message());
            return false;
        }
        if (!assignment.instance().equals(instance)) {
            throw TenantryException.invalid("assignment", assignment.instance().value(), instance.value());
        }
        holdings.take(assignment);
        return true;
    }

    /** After a start, a report before every container was asked would make the gateway take well instances for ill. */
    private void settle() throws InterruptedException {
        Duration step = Duration.ofMillis(20);
        for (Duration waited = Duration.ZERO;
                !holdings.isSettled() && waited.compareTo(SETTLING) < 0;
                waited = waited.plus(step)) {
            Thread.sleep(step);
        }
    }

    private void whole() throws InterruptedException {
        outbox.take();
        if (report(Parcels.whole(holdings.reports()))) {
            throw TenantryException.of(ErrorCode.CONFLICT, "the gateway wants the whole after the whole");
        }
    }

    /** Sends reports, in order and one at a time; true where the gateway wants everything after all. */
    private boolean report(List<Parcels.Parcel> parcels) throws InterruptedException {
        boolean wanted = false;
        for (Parcels.Parcel parcel : parcels) {
            long number = outbox.nextNumber();
            Report report = new Report(speaker.boot(), number, parcel.whole(), parcel.reports());
            Report.Receipt receipt = call(AgentCalls.REPORT, report);
            outbox.acknowledge(number);
            wanted |= receipt.wholeWanted();
        }
        if (wanted) {
            signals.whole();
        }
        return wanted;
    }

    private <Q, A> A call(Rpc<Q, A> rpc, Q question) throws InterruptedException {
        return Answers.await(line.call(rpc, question), Dialler.PATIENCE.multipliedBy(2));
    }
}
