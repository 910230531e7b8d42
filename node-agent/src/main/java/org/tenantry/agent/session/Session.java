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
import org.tenantry.common.instance.InstanceReport;
import org.tenantry.common.protocol.AssignmentRequest;
import org.tenantry.common.protocol.Beat;
import org.tenantry.common.protocol.Orders;
import org.tenantry.common.protocol.OrdersRequest;
import org.tenantry.common.protocol.Portions;
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
    private final Inquiries inquiries;
    private volatile String followed = "";
    private boolean begun;

    Session(Line line, Signals signals, Speaker speaker, Desk desk) {
        this.line = line;
        this.signals = signals;
        this.speaker = speaker;
        this.holdings = desk.holdings();
        this.outbox = desk.outbox();
        this.inquiries = desk.inquiries();
    }

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
            inquiries.begin(line);
            serve();
        } finally {
            inquiries.end();
            outbox.listen(() -> {});
        }
    }

    private Registration registration() {
        return new Registration(
                ProtocolRange.SPOKEN,
                speaker.boot(),
                speaker.facts().get(),
                speaker.relay().get(),
                holdings.newest(),
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
                changes();
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

    /** The number counts as heard only with the last part: beats go on in between. */
    private void whole() throws InterruptedException {
        outbox.take();
        long number = outbox.nextNumber();
        boolean wanted = false;
        for (Report part : Report.whole(speaker.boot(), number, holdings.reports())) {
            wanted |= call(AgentCalls.REPORT, part).wholeWanted();
        }
        outbox.acknowledge(number);
        if (wanted) {
            throw TenantryException.of(ErrorCode.CONFLICT, "the gateway wants the whole after the whole");
        }
    }

    /** Reports what changed, in order and one message at a time. */
    private void changes() throws InterruptedException {
        for (List<InstanceReport> portion : Portions.of(outbox.take())) {
            long number = outbox.nextNumber();
            Report.Receipt receipt = call(AgentCalls.REPORT, Report.changes(speaker.boot(), number, portion));
            outbox.acknowledge(number);
            if (receipt.wholeWanted()) {
                signals.whole();
            }
        }
    }

    private <Q, A> A call(Rpc<Q, A> rpc, Q question) throws InterruptedException {
        return Answers.await(line.call(rpc, question), Dialler.PATIENCE.multipliedBy(2));
    }
}
