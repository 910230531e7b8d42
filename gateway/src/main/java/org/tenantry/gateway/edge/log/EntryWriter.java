package org.tenantry.gateway.edge.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tenantry.gateway.edge.http1.ByteWriter;
import org.tenantry.gateway.edge.http1.RequestHead;

/** Writes entries as lines of JSON, allocating nothing but a date each second. Confined to one event loop. */
final class EntryWriter {
    private final ByteWriter line = new ByteWriter(1 << 10);
    private byte[] second = {};
    private long secondSinceEpoch = -1;

    /** The line of this entry, its end included. */
    ByteWriter write(AccessEntry entry) {
        line.clear().add("{\"at\":\"");
        at(entry.atMillis);
        line.add("\",\"requestId\":\"");
        entry.requestId.writeTo(line);
        if (entry.traceId.isKnown()) {
            line.add("\",\"traceId\":\"");
            entry.traceId.writeTo(line);
        }
        line.add("\",\"client\":\"").add(entry.client);
        line.add("\",\"protocol\":\"").add(entry.protocol);
        request(entry.request, entry.host);
        optional(",\"tls\":\"", entry.tls);
        optional(",\"tenant\":\"", entry.tenant);
        optional(",\"instance\":\"", entry.instance);
        if (entry.upstream.length > 0) {
            line.add(",\"upstream\":\"").add(entry.upstream).add((byte) '"');
        }
        figures(entry);
        optional(",\"why\":\"", entry.why);
        return line.add("}\n");
    }

    private void request(@Nullable RequestHead head, String host) {
        line.add("\",\"method\":\"");
        if (head != null) {
            line.escaped(head.bytes(), head.methodFrom(), head.methodEnd());
        }
        line.add("\",\"host\":\"").add(host).add("\",\"path\":\"");
        if (head != null) {
            path(head);
        }
        line.add((byte) '"');
    }

    private void path(RequestHead head) {
        byte[] bytes = head.bytes();
        int from = head.pathFrom();
        int end = from;
        while (end < head.targetEnd() && bytes[end] != '?') {
            end++;
        }
        if (end == from) {
            line.add((byte) '/');
        }
        line.escaped(bytes, from, end);
    }

    private void figures(AccessEntry entry) {
        number(",\"status\":", entry.status);
        number(",\"bytesIn\":", entry.bytesIn);
        number(",\"bytesOut\":", entry.bytesOut);
        number(",\"firstByteMillis\":", entry.firstByteMillis);
        number(",\"totalMillis\":", entry.totalMillis);
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            line.add(name).escaped(value).add((byte) '"');
        }
    }

    private void number(String name, long value) {
        line.add(name);
        if (value < 0) {
            line.add((byte) '-');
        }
        line.add(Math.abs(value), 10);
    }

    /** ISO 8601 with milliseconds, in UTC. */
    private void at(long millis) {
        long now = Math.floorDiv(millis, 1000L);
        if (now != secondSinceEpoch) {
            secondSinceEpoch = now;
            String text = Instant.ofEpochSecond(now).toString();
            second = text.substring(0, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
        }
        int part = (int) Math.floorMod(millis, 1000L);
        line.add(second).add((byte) '.');
        line.add((byte) ('0' + part / 100)).add((byte) ('0' + part / 10 % 10)).add((byte) ('0' + part % 10));
        line.add((byte) 'Z');
    }
}
