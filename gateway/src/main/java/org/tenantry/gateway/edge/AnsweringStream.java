package org.tenantry.gateway.edge;

import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Framing;
import org.tenantry.gateway.edge.http1.RequestHead;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http2.StreamOutlet;
import org.tenantry.gateway.edge.page.Answer;
import org.tenantry.gateway.edge.page.Page;

/** The writing half of one stream of HTTP/2: answers of instances and of the edge. Confined to its event loop. */
abstract class AnsweringStream implements Asker {
    protected final LoopContext loop;
    protected final RequestHead head;
    protected final AccessRecord record;
    protected final Reception reception;
    private String cookie = "";
    private @Nullable ClientStreams client;
    private @Nullable StreamOutlet outlet;

    AnsweringStream(LoopContext loop) {
        EdgeSettings.Limits limits = loop.shared.settings.limits();
        this.loop = loop;
        this.head = new RequestHead(limits.requestLine(), limits.head());
        this.record = new AccessRecord(loop, "h2");
        this.reception = new Reception(loop, this, head, record);
    }

    final void begin(ClientStreams of, StreamOutlet to) {
        client = of;
        outlet = to;
        record.of(of.address(), of.tls());
    }

    /** The stream is gone. */
    final void clear() {
        client = null;
        outlet = null;
        head.reset();
    }

    final ClientStreams client() {
        return present(client);
    }

    final StreamOutlet outlet() {
        return present(outlet);
    }

    private static <T> T present(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("a stream that has not begun");
        }
        return part;
    }

    @Override
    public final BodyRelay.Form requestForm(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS;
            case NONE, UNTIL_CLOSE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    @Override
    public final byte[] forwarded() {
        return client().forwarded();
    }

    @Override
    public final BodyRelay.Form form(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.DATA_OF_CHUNKS;
            case UNTIL_CLOSE -> BodyRelay.Form.UNTIL_CLOSE;
            case NONE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    @Override
    public final void interim(ResponseHead answer) {
        outlet().head(loop.responseFields.of(answer, false, false, ""), false);
    }

    @Override
    public final boolean isSecure() {
        return client().isSecure();
    }

    @Override
    public final void keep(String value) {
        cookie = value;
    }

    @Override
    public final void head(ResponseHead answer, BodyRelay.Form form, boolean closes, long length) {
        boolean none = form == BodyRelay.Form.NONE || (form == BodyRelay.Form.UNTIL_CLOSE && answer.isAlone());
        boolean empty = none || (form == BodyRelay.Form.LENGTH && length == 0);
        RouteTable.Entry routed = reception.entry();
        boolean strict =
                routed != null && client().isSecure() && routed.route().rules().isStrict();
        outlet().head(loop.responseFields.of(answer, answer.status() != 204, strict, cookie), empty);
    }

    @Override
    public final BodyRelay.Sink body() {
        return outlet();
    }

    @Override
    public final void flush() {
        // What is written is sent with what the other streams write in this turn of the event loop.
    }

    @Override
    public final boolean isWritable() {
        return outlet().isWritable();
    }

    /** Answers a request that was understood, whose record ends with that. */
    final void page(Page page) {
        boolean bodiless = head.method() == RequestHead.Method.HEAD;
        String id = record.requestId().toString();
        Answer answer = AnsweringConnection.answer(loop.shared, page, head, reception, id);
        write(answer, bodiless);
        record.answers(page.status());
        record.sent(bodiless ? 0 : answer.body().length);
        record.end();
    }

    final void write(Answer answer, boolean bodiless) {
        loop.shared.counters.answeredHere.increment();
        outlet().head(loop.responseFields.of(answer), bodiless);
        if (!bodiless) {
            outlet().write(answer.body());
        }
    }
}
