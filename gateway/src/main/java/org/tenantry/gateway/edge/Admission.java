package org.tenantry.gateway.edge;

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

    /** Which page answers it here; {@link Page#NONE} where it goes to the instance of the route that was found. */
    static Page page(RequestHead head, HostMemo memo, boolean secure, EdgeSettings.Limits limits) {
        RouteTable.Entry entry = memo.entry();
        if (!memo.isExpected()) {
            return Page.MISDIRECTED;
        }
        if (entry == null) {
            return Page.UNKNOWN_HOST;
        }
        if (!secure && entry.route().rules().redirects() && !head.isUnder(ACME_CHALLENGE)) {
            return reads(head) ? Page.MOVED : Page.MOVED_AS_IT_IS;
        }
        if (entry.route().availability() instanceof Availability.Away(Availability.Reason reason)) {
            return page(reason);
        }
        boolean large = head.framing() == Framing.LENGTH && head.contentLength() > limits.body();
        return large ? Page.TOO_LARGE : Page.NONE;
    }

    private static boolean reads(RequestHead head) {
        return head.method() == RequestHead.Method.GET || head.method() == RequestHead.Method.HEAD;
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
