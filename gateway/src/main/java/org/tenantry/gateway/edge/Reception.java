package org.tenantry.gateway.edge;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tenantry.common.host.CanonicalHost;
import org.tenantry.gateway.edge.admission.Room;
import org.tenantry.gateway.edge.admission.Usage;
import org.tenantry.gateway.edge.admission.Visit;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.page.Page;

/**
 * One request between its head and its exchange: it is counted, may have to wait for its instance, and is passed on or
 * answered here. Used again for the next request of its connection. Confined to its event loop.
 */
final class Reception {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long BETWEEN_TRIES = Duration.ofMillis(100).toNanos();

    private final LoopContext loop;
    private final Asker client;
    private final RequestHead head;
    private final AccessRecord record;
    private final Exchange exchange;
    private RouteTable.@Nullable Entry entry;
    private @Nullable CanonicalHost host;
    private @Nullable Room room;
    private long size;
    private long begun;
    private long tried;
    private boolean secure;

    Reception(LoopContext loop, Asker client, RequestHead head, AccessRecord record) {
        this.loop = loop;
        this.client = client;
        this.head = head;
        this.record = record;
        this.exchange = new Exchange(loop, client, this, head, record);
    }

    /** What comes after it. */
    Exchange exchange() {
        return exchange;
    }

    /** Begins with a request whose host has just been read. May answer it before this returns. */
    void begin(HostMemo memo, Visit visit, boolean isSecure) {
        RouteTable.Entry to = memo.entry();
        entry = to;
        host = memo.host();
        secure = isSecure;
        begun = NEVER;
        tried = NEVER;
        record.begin(head, memo);
        Page page = Admission.page(head, to, memo.isExpected(), isSecure);
        if (page != Page.NONE || to == null) {
            answer(page);
            return;
        }
        page = count(to, visit);
        if (page != Page.NONE) {
            answer(page);
        } else if (mustWait(to)) {
            wait(to);
        } else {
            exchange.begin(to);
        }
    }

    /** The route that it was sent by; null where there is none. */
    RouteTable.@Nullable Entry entry() {
        return entry;
    }

    /** The host that it was sent to. */
    CanonicalHost host() {
        CanonicalHost known = host;
        if (known == null) {
            throw new IllegalStateException("no request has been received");
        }
        return known;
    }

    private void answer(Page page) {
        record.because(page.key());
        client.answer(page, !head.hasBody());
    }

    /** Which page answers it because too much is asked already. */
    private Page count(RouteTable.Entry to, Visit visit) {
        RouteRules rules = to.route().rules();
        if (!visit.isAt(to.tenant())
                && !visit.to(
                        to.tenant(),
                        rules.tenant().connections(),
                        rules.client().connections())) {
            return Page.TOO_MANY_CONNECTIONS;
        }
        Usage of = visit.client();
        long now = loop.nanos();
        if (!of.begin(rules.client(), now)) {
            return Page.TOO_MANY_REQUESTS;
        }
        if (!to.tenant().begin(rules.tenant(), now)) {
            of.end();
            return Page.BUSY;
        }
        record.uses(to.tenant(), of);
        return Page.NONE;
    }

    // Waiting.

    private boolean mustWait(RouteTable.Entry to) {
        return to.route().availability() instanceof Availability.Holding
                || loop.holds.isWaitedFor(to.route().instance());
    }

    private void wait(RouteTable.Entry to) {
        begun = loop.nanos();
        size = client.waiting();
        Room in = loop.holds.add(this, to.route(), size, false);
        room = in;
        if (in == null) {
            answer(Admission.page(away(to)));
        } else {
            client.holdReading();
        }
    }

    /** Where others are being let go and there is no room to wait behind them, it is as if they were not. */
    private static Availability away(RouteTable.Entry to) {
        return to.route().availability() instanceof Availability.Holding holding
                ? holding
                : new Availability.Away(Availability.Reason.STARTING);
    }

    /**
     * No endpoint takes a connection, and nothing has been sent: waits for one that does, because of an instance that has just
     * ended is told a moment later.
     */
    void unreachable(String why) {
        RouteTable.Entry to = entry;
        tried = loop.nanos();
        begun = begun == NEVER ? tried : begun;
        size = client.waiting();
        Room in = to == null || isLate() ? null : loop.holds.add(this, to.route(), size, true);
        room = in;
        if (in == null) {
            record.because(why);
            client.answer(Page.UNREACHABLE, !head.hasBody());
        } else {
            client.holdReading();
        }
    }

    /** Whether it may be tried by this route now: at once where that is another than the one it failed by. */
    boolean isDue(Optional<RouteTable.Entry> by) {
        return tried == NEVER || by.filter(now -> now != entry).isPresent() || loop.nanos() - tried >= BETWEEN_TRIES;
    }

    /** More of its body has come, although it waits. */
    void grow(int bytes) {
        Room in = room;
        RouteTable.Entry to = entry;
        if (in == null || to == null) {
            return;
        }
        if (in.grow(bytes, to.route().rules().hold().bytes())) {
            size += bytes;
        } else {
            loop.holds.remove(this, to.route().instance());
            giveUp(away(to));
        }
    }

    /** The client is gone. */
    void clientGone() {
        RouteTable.Entry to = entry;
        if (room != null && to != null) {
            loop.holds.remove(this, to.route().instance());
            leave();
            record.answers(499);
            record.because("client left");
            record.end();
        }
    }

    /** What its host leads to now, if that is still the instance that it was meant for. */
    Optional<RouteTable.Entry> now() {
        RouteTable.Entry to = entry;
        return to == null
                ? Optional.empty()
                : loop.shared
                        .routes
                        .entry(host())
                        .filter(now -> now.route().instance().equals(to.route().instance()));
    }

    /** Whether it has waited as long as it may, or whoever came first has. */
    boolean isLate() {
        Room in = room;
        RouteTable.Entry to = entry;
        long now = loop.nanos();
        long longest = in == null ? now - begun : Math.max(now - begun, in.age(now));
        return to == null || longest >= to.route().rules().hold().time().toNanos();
    }

    /** Whether it may go to its instance at this moment. */
    boolean isReleased() {
        Room in = room;
        RouteTable.Entry to = entry;
        return in == null || to == null || in.release(to.route().rules().hold().perSecond(), loop.nanos());
    }

    /** Its instance is back, by this route. */
    void resume(RouteTable.Entry by) {
        leave();
        client.readOn();
        entry = by;
        Page page = Admission.page(head, by, true, secure);
        if (page == Page.NONE) {
            exchange.begin(by);
        } else {
            answer(page);
        }
    }

    /** Its instance is not coming back in time. */
    void giveUp(Availability why) {
        leave();
        client.readOn();
        answer(Admission.page(why));
    }

    private void leave() {
        Room in = room;
        room = null;
        if (in != null) {
            in.leave(size);
        }
    }
}
