package org.tenantry.gateway.edge.http2;

import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.Field;
import org.tenantry.gateway.edge.http1.FieldList;
import org.tenantry.gateway.edge.http1.HeaderRules;
import org.tenantry.gateway.edge.http1.ResponseHead;
import org.tenantry.gateway.edge.http1.Trailers;
import org.tenantry.gateway.edge.http2.hpack.FieldEncoder;
import org.tenantry.gateway.edge.page.Answer;

/**
 * Writes an answer's head as fields of HTTP/2: names in lower case, those of one hop gone. Each block is good until the next
 * one. Confined to one event loop.
 */
public final class ResponseFields {
    private final FieldEncoder block = new FieldEncoder();

    /**
     * The fields of an instance's answer.
     *
     * @param sized whether its own Content-Length goes with it
     * @param strict whether browsers are told to come by https only (RFC 6797 section 7.1)
     * @param cookie one that the edge sets; empty for none
     */
    public ByteWriter of(ResponseHead head, boolean sized, boolean strict, String cookie) {
        block.begin().status(head.status());
        boolean named = HeaderRules.namesOthers(head);
        for (int i = 0; i < head.count(); i++) {
            if (HeaderRules.goesOn(head, i, named, sized)) {
                add(head, i, block);
            }
        }
        if (strict) {
            block.add("strict-transport-security", "max-age=31536000");
        }
        if (!cookie.isEmpty()) {
            block.add("set-cookie", cookie);
        }
        return block.block();
    }

    /** The fields with which a WebSocket begins: an answer to CONNECT, which says by its status that it is accepted. */
    public ByteWriter ofWebSocket(ResponseHead head) {
        block.begin().status(200);
        boolean named = HeaderRules.namesOthers(head);
        for (int i = 0; i < head.count(); i++) {
            if (HeaderRules.goesOn(head, i, named, false) && head.field(i) != Field.SEC_WEBSOCKET_ACCEPT) {
                add(head, i, block);
            }
        }
        return block.block();
    }

    /** The fields of an answer of the edge's own. */
    public ByteWriter of(Answer answer) {
        block.begin().status(answer.status());
        answer.fields().forEach(block::add);
        block.add("content-length", String.valueOf(answer.body().length));
        return block.block();
    }

    /** Those fields after a body that go on: a block of its own. */
    static ByteWriter ofTrailers(Trailers section) {
        FieldEncoder fields = new FieldEncoder().begin();
        for (int i = 0; i < section.count(); i++) {
            if (HeaderRules.goesOn(section, i)) {
                add(section, i, fields);
            }
        }
        return fields.block();
    }

    private static void add(FieldList from, int index, FieldEncoder to) {
        byte[] bytes = from.bytes();
        to.add(bytes, from.nameFrom(index), from.nameEnd(index), bytes, from.valueFrom(index), from.valueEnd(index));
    }
}
