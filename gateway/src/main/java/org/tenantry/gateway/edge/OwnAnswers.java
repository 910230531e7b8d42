package org.tenantry.gateway.edge;

import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;
import org.tenantry.gateway.edge.upstream.Outlet;

/** Writes what the edge answers by itself on one connection of HTTP/1.1, and records it. Confined to its event loop. */
final class OwnAnswers {
    private final LoopContext loop;
    private final Outlet outlet;
    private final RequestHead head;
    private final AccessRecord record;

    OwnAnswers(LoopContext loop, Outlet outlet, RequestHead head, AccessRecord record) {
        this.loop = loop;
        this.outlet = outlet;
        this.head = head;
        this.record = record;
    }

    /** Answers a request that was understood, whose record ends with that. */
    void page(Page page, boolean closes) {
        boolean bodiless = head.method() == RequestHead.Method.HEAD;
        String id = record.requestId().toString();
        Answer answer = head.isNavigation()
                ? loop.shared.pages.page(page, head.value(Field.ACCEPT_LANGUAGE), id)
                : loop.shared.pages.problem(page, id);
        write(answer, closes, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
    }

    /** Answers what was never understood as a request, or only records it. */
    void refusal(Page page, boolean answered, String why) {
        record.refused(why, page.status());
        if (answered) {
            write(loop.shared.pages.problem(page, record.requestId().toString()), true, false);
        }
    }

    private void write(Answer answer, boolean closes, boolean bodiless) {
        loop.shared.counters.answeredHere.increment();
        Heads.ofAnswer(answer, closes, bodiless, loop.text);
        outlet.head(loop.text, 0);
    }
}
