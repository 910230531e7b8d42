package org.tenantry.gateway.edge.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The fields of a request that are written otherwise in HTTP/1.1 than as a line, or not at all. */
enum RequestField {
    /** Any other. */
    OTHER(""),
    METHOD(":method"),
    SCHEME(":scheme"),
    AUTHORITY(":authority"),
    PATH(":path"),
    PROTOCOL(":protocol"),
    HOST("host"),
    COOKIE("cookie"),
    TE("te"),
    CONTENT_LENGTH("content-length"),
    CONNECTION("connection"),
    UPGRADE("upgrade"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    TRANSFER_ENCODING("transfer-encoding");

    private static final int LONGEST = TRANSFER_ENCODING.spelt.length;
    private static final RequestField[][] BY_LENGTH = IntStream.rangeClosed(0, LONGEST)
            .mapToObj(length -> List.of(values()).stream()
                    .filter(one -> one.spelt.length == length)
                    .toArray(RequestField[]::new))
            .toArray(RequestField[][]::new);

    private final byte[] spelt;

    RequestField(String spelt) {
        this.spelt = spelt.getBytes(StandardCharsets.US_ASCII);
    }

    static RequestField of(byte[] bytes, int from, int end) {
        if (end - from <= LONGEST) {
            for (RequestField one : BY_LENGTH[end - from]) {
                if (Arrays.equals(one.spelt, 0, one.spelt.length, bytes, from, end)) {
                    return one;
                }
            }
        }
        return OTHER;
    }

    /** Whether it speaks of one connection of HTTP/1.1, and has no place in HTTP/2 (RFC 9113 section 8.2.2). */
    boolean isOfConnections() {
        return switch (this) {
            case CONNECTION, UPGRADE, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING -> true;
            case OTHER, METHOD, SCHEME, AUTHORITY, PATH, PROTOCOL, HOST, COOKIE, TE, CONTENT_LENGTH -> false;
        };
    }

    /** Whether it is none of the fields, but a part of what they are about (RFC 9113 section 8.3). */
    boolean isPseudo() {
        return switch (this) {
            case METHOD, SCHEME, AUTHORITY, PATH, PROTOCOL -> true;
            case OTHER,
                    HOST,
                    COOKIE,
                    TE,
                    CONTENT_LENGTH,
                    CONNECTION,
                    UPGRADE,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TRANSFER_ENCODING -> false;
        };
    }
}
