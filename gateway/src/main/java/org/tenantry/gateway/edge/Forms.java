package org.tenantry.gateway.edge;

import org.tenantry.gateway.edge.http1.BodyRelay;
import org.tenantry.gateway.edge.http1.Framing;

/** In which form a body goes on, by how it comes and by what the other side understands. */
final class Forms {
    private Forms() {}

    /** To an instance, which is always asked in HTTP/1.1. */
    static BodyRelay.Form ofRequest(Framing framing) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> BodyRelay.Form.CHUNKS;
            case NONE, UNTIL_CLOSE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }

    /** To a client, which may be one of HTTP/1.0 and know no chunks. */
    static BodyRelay.Form ofAnswer(Framing framing, boolean http11) {
        return switch (framing) {
            case LENGTH -> BodyRelay.Form.LENGTH;
            case CHUNKED -> http11 ? BodyRelay.Form.CHUNKS : BodyRelay.Form.DATA_OF_CHUNKS;
            case UNTIL_CLOSE -> http11 ? BodyRelay.Form.UNTIL_CLOSE_AS_CHUNKS : BodyRelay.Form.UNTIL_CLOSE;
            case NONE, BOTH, NO_LENGTH, OTHER_ENCODING -> BodyRelay.Form.NONE;
        };
    }
}
