package org.tenantry.gateway.edge.http1;

import java.util.Locale;
import java.util.Set;

/**
 * Which fields a proxy passes on: not those of one hop (RFC 9110 section 7.6.1), not those that only the edge may set, in no
 * spelling, and none of either in trailers. Framing fields go on as they are unless a rewritten head sets its own.
 */
public final class HeaderRules {
    private static final Set<String> HEAD_ONLY = Set.of(
            "accept",
            "age",
            "allow",
            "authorization",
            "cache-control",
            "content-encoding",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "expires",
            "location",
            "max-forwards",
            "origin",
            "pragma",
            "range",
            "referer",
            "retry-after",
            "set-cookie",
            "set-cookie2",
            "vary",
            "warning",
            "www-authenticate");

    private HeaderRules() {}

    /** Writes the fields of a request that go on. */
    public static void copyRequest(RequestHead head, boolean expects, ByteWriter out) {
        boolean named = HopFields.areNamed(head);
        int run = 0;
        for (int i = 0; i < head.count(); i++) {
            Field field = head.field(i);
            if (field == Field.OTHER && !named) {
                continue;
            }
            copyRun(head, run, i, out);
            run = i + 1;
            boolean goes = switch (field) {
                case MISSPELT -> false;
                case EXPECT -> expects;
                default -> isForwarded(head, i, named) && field.kind() != Field.Kind.OURS;
            };
            if (goes) {
                copy(head, i, out);
            }
        }
        copyRun(head, run, head.count(), out);
    }

    /**
     * Writes the fields of an answer that go on.
     *
     * @param length whether its own Content-Length goes with it
     * @param encoding whether its own Transfer-Encoding does
     */
    public static void copyResponse(ResponseHead head, boolean length, boolean encoding, ByteWriter out) {
        boolean named = HopFields.areNamed(head);
        int run = 0;
        for (int i = 0; i < head.count(); i++) {
            Field field = head.field(i);
            if (field == Field.OTHER && !named) {
                continue;
            }
            copyRun(head, run, i, out);
            run = i + 1;
            boolean goes = switch (field) {
                case CONTENT_LENGTH -> length;
                case TRANSFER_ENCODING -> encoding;
                default -> isForwarded(head, i, named);
            };
            if (goes) {
                copy(head, i, out);
            }
        }
        copyRun(head, run, head.count(), out);
    }

    /** Lines that stand together and mean nothing to a proxy go on as they came. */
    private static void copyRun(FieldList head, int from, int end, ByteWriter out) {
        if (end > from) {
            out.add(head.bytes(), head.nameFrom(from), head.lineEnd(end - 1));
        }
    }

    /** Writes the trailers that go on. */
    public static void copyTrailers(Trailers trailers, ByteWriter out) {
        for (int i = 0; i < trailers.count(); i++) {
            if (goesOn(trailers, i)) {
                copy(trailers, i, out);
            }
        }
    }

    // The same, one by one, for a protocol that isn't written as lines.

    /** Whether {@code Connection} of this answer names fields; see {@link #goesOn(ResponseHead, int, boolean, boolean)}. */
    public static boolean namesOthers(ResponseHead head) {
        return HopFields.areNamed(head);
    }

    /**
     * Whether a field of an answer goes on to a client whose protocol frames bodies itself.
     *
     * @param named what {@link #namesOthers} says
     * @param length whether Content-Length goes with it
     */
    public static boolean goesOn(ResponseHead head, int index, boolean named, boolean length) {
        return switch (head.field(index)) {
            case CONTENT_LENGTH -> length;
            case TRANSFER_ENCODING -> false;
            default -> isForwarded(head, index, named);
        };
    }

    /** Whether a field goes on that came after a body. */
    public static boolean goesOn(Trailers trailers, int index) {
        boolean plain = trailers.field(index).kind() == Field.Kind.PLAIN && trailers.field(index) != Field.MISSPELT;
        String name = trailers.text(trailers.nameFrom(index), trailers.nameEnd(index));
        return plain && !HEAD_ONLY.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** A field that frames the message stays even where {@code Connection} names it. */
    private static boolean isForwarded(FieldList head, int index, boolean named) {
        Field.Kind kind = head.field(index).kind();
        return kind != Field.Kind.ONE_HOP && (!named || kind == Field.Kind.FRAMING || !HopFields.isNamed(head, index));
    }

    private static void copy(FieldList head, int index, ByteWriter out) {
        byte[] bytes = head.bytes();
        out.add(bytes, head.nameFrom(index), head.nameEnd(index));
        out.add((byte) ':').add((byte) ' ');
        out.add(bytes, head.valueFrom(index), head.valueEnd(index)).crlf();
    }
}
