package org.tenantry.gateway.edge.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides where a body ends (RFC 9112 section 6.3). What could be read in two ways is refused, never
 * mended.
 */
public final class Framing {
    private Framing() {}

    /** What is wrong with the framing of a message whose head has been decoded. */
    public static Optional<String> complaint(HttpMessage message) {
        HttpHeaders headers = message.headers();
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (message.decoderResult().isFailure()) {
            return Optional.of("malformed head");
        }
        if (!isSpoken(message.protocolVersion())) {
            return Optional.of("unknown version of HTTP");
        }
        if (!encodings.isEmpty() && !lengths.isEmpty()) {
            return Optional.of("Content-Length and Transfer-Encoding");
        }
        if (!encodings.isEmpty() && (encodings.size() > 1 || !isChunked(encodings.getFirst(), message))) {
            return Optional.of("Transfer-Encoding other than chunked");
        }
        if (lengths.size() > 1 || (lengths.size() == 1 && !isNumber(lengths.getFirst()))) {
            return Optional.of("Content-Length is not one number");
        }
        return Optional.ofNullable(obsoleteHandshake(headers));
    }

    /** The length that the head declares; empty where there is none. */
    public static Optional<Long> length(HttpMessage message) {
        return Optional.ofNullable(message.headers().get(HttpHeaderNames.CONTENT_LENGTH))
                .map(Long::valueOf);
    }

    /** Whether the body comes in chunks. */
    public static boolean isChunked(HttpMessage message) {
        return message.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    private static boolean isSpoken(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    private static boolean isChunked(String encoding, HttpMessage message) {
        return HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)
                && message.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    private static boolean isNumber(String length) {
        return !length.isEmpty() && length.length() <= 18 && length.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Netty reads eight bytes that no length announces after these; nobody else would. */
    private static @Nullable String obsoleteHandshake(HttpHeaders headers) {
        boolean obsolete = headers.contains("Sec-WebSocket-Key1") || headers.contains("Sec-WebSocket-Key2");
        return obsolete ? "obsolete WebSocket handshake" : null;
    }
}
