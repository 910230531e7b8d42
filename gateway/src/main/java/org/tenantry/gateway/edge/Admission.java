package org.tenantry.gateway.edge;

import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.Refusal;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.page.Page;

/** What becomes of a request whose head has come: the chain of questions, in their order. */
final class Admission {
    /** Asked over plain HTTP by those who are about to issue the first certificate (RFC 8555 section 8.3). */
    private static final String ACME_CHALLENGE = "/.well-known/acme-challenge/";

    private Admission() {}

    /** Whether it can be trusted at all; else it is refused, and its connection closed. */
    static Refusal refusal(RequestHead head, HostMemo memo) {
        Refusal refusal = head.judge();
        if (refusal != Refusal.NONE) {
            return refusal;
        }
        return memo.read(head) ? Refusal.NONE : Refusal.HOST;
    }

    /**
     * Which page answers it here; {@link Page#NONE} where it goes to the instance of the route that was found.
     *
     * @param expected whether its client can have meant this connection for the host
     */
    static Page page(RequestHead head, RouteTable.@Nullable Entry entry, boolean expected, boolean secure) {
        if (!expected) {
            return Page.MISDIRECTED;
        }
        if (entry == null) {
            return Page.UNKNOWN_HOST;
        }
        if (!secure && entry.route().rules().redirects() && !head.isUnder(ACME_CHALLENGE)) {
            return reads(head) ? Page.MOVED : Page.MOVED_AS_IT_IS;
        }
        if (entry.route().availability() instanceof Availability.Away away) {
            return page(away);
        }
        boolean large = head.framing() == Framing.LENGTH
                && head.contentLength() > entry.route().rules().body();
        return large ? Page.TOO_LARGE : Page.NONE;
    }

    private static boolean reads(RequestHead head) {
        return head.method() == RequestHead.Method.GET || head.method() == RequestHead.Method.HEAD;
    }

    /** What is said while an instance is away. */
    static Page page(Availability availability) {
        return switch (availability) {
            case Availability.Serving serving -> Page.NONE;
            case Availability.Holding(Availability.Reason reason) -> page(reason);
            case Availability.Away(Availability.Reason reason) -> page(reason);
        };
    }

    private static Page page(Availability.Reason reason) {
        return switch (reason) {
            case STARTING -> Page.STARTING;
            case STOPPED -> Page.STOPPED;
            case SLEEPING -> Page.SLEEPING;
            case MAINTENANCE -> Page.MAINTENANCE;
            case UNREACHABLE -> Page.UNREACHABLE;
        };
    }
}
