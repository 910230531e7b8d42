package org.tenantry.gateway.edge.http1;

/**
 * The one place that decides where a body ends (RFC 9112 section 6.3). What could be read in two ways is refused, never
 * mended.
 */
public enum Framing {
    NONE,
    LENGTH,
    CHUNKED,
    /** Of answers only. */
    UNTIL_CLOSE,
    BOTH,
    NO_LENGTH,
    OTHER_ENCODING;

    /**
     * What a head says of its body.
     *
     * @param http11 whether it is HTTP/1.1; HTTP/1.0 knows no chunks
     * @param lengths how many Content-Length fields there are
     * @param length the value of the first; negative where it is no number
     * @param encodings how many Transfer-Encoding fields there are
     * @param chunked whether the first is {@code chunked} and nothing else
     */
    public record Said(boolean http11, int lengths, long length, int encodings, boolean chunked) {}

    /** Of a request. */
    static Framing ofRequest(Said said) {
        return said.encodings == 0 && said.lengths == 0 ? NONE : declared(said);
    }

    /** Of an answer to a request with this method, HEAD or another. */
    static Framing ofResponse(Said said, boolean toHead, int status) {
        Framing declared = said.encodings == 0 && said.lengths == 0 ? UNTIL_CLOSE : declared(said);
        boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
        return bodiless && !declared.isRefused() ? NONE : declared;
    }

    private static Framing declared(Said said) {
        if (said.encodings > 0 && said.lengths > 0) {
            return BOTH;
        }
        if (said.encodings > 0) {
            return said.encodings == 1 && said.chunked && said.http11 ? CHUNKED : OTHER_ENCODING;
        }
        return said.lengths == 1 && said.length >= 0 ? LENGTH : NO_LENGTH;
    }

    public boolean isRefused() {
        return refusal() != Refusal.NONE;
    }

    /** Why a message with it isn't taken. */
    public Refusal refusal() {
        return switch (this) {
            case NONE, LENGTH, CHUNKED, UNTIL_CLOSE -> Refusal.NONE;
            case BOTH -> Refusal.LENGTH_AND_ENCODING;
            case NO_LENGTH -> Refusal.LENGTH;
            case OTHER_ENCODING -> Refusal.ENCODING;
        };
    }
}
