package org.tenantry.gateway.edge.http2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a WebSocket's handshake over HTTP/1.1 says so that nobody answers it who doesn't know WebSockets (RFC 6455 section
 * 4.1). Over HTTP/2 there is none: the edge makes one, and checks the answer to it.
 */
public record WebSocketKey(String value) {
    private static final String OF_ALL = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** The key of a number; the beginning makes it another one than anybody else's. */
    public static WebSocketKey of(byte[] beginning, long number) {
        byte[] text = (new String(beginning, StandardCharsets.US_ASCII) + number).getBytes(StandardCharsets.US_ASCII);
        byte[] half = new byte[16];
        System.arraycopy(sha1(text), 0, half, 0, half.length);
        return new WebSocketKey(Base64.getEncoder().encodeToString(half));
    }

    /** Whether this is the {@code Sec-WebSocket-Accept} that belongs to it. */
    public boolean isAnsweredBy(String accept) {
        byte[] digest = sha1((value + OF_ALL).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest).equals(accept);
    }

    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
