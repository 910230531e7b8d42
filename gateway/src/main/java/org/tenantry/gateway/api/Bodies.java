package org.tenantry.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;

/** Reads request bodies, bounded in bytes and time; a request is paused until somebody asks for its body. */
final class Bodies {
    static final int MOST = 1 << 20;
    /** Of a body with files: 4 MiB of them in Base64, and two texts. */
    static final int MOST_WITH_FILES = 7 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Bodies() {}

    /** The body as text; fails where it is too large, too slow, not UTF-8 or not what the route takes. */
    static Future<String> read(Vertx vertx, HttpServerRequest request, ApiRoute route) {
        try {
            checkHead(request, route);
        } catch (TenantryException refused) {
            return Future.failedFuture(refused);
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Promise<Buffer> whole = Promise.promise();
        collect(request, whole, most(route));
        long timer = vertx.setTimer(PATIENCE.toMillis(), late -> whole.tryFail(slow()));
        request.resume();
        return whole.future()
                .onComplete(ended -> vertx.cancelTimer(timer))
                .map(bytes -> checked(decoded(bytes), route));
    }

    /** Lets the rest of a refused request pass by unread, and ends its connection where that takes too long. */
    static void discard(Context context, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(ignored -> {});
        request.resume();
        long timer =
                context.owner().setTimer(2_000, late -> request.connection().close());
        request.endHandler(ended -> context.owner().cancelTimer(timer));
    }

    private static void collect(HttpServerRequest request, Promise<Buffer> whole, int most) {
        Buffer bytes = Buffer.buffer();
        request.exceptionHandler(gone -> whole.tryFail(TenantryException.field(
                ErrorCode.MALFORMED, "body", "a part", "all of it before the connection ends")));
        request.handler(part -> {
            if (bytes.length() + part.length() > most) {
                request.pause();
                whole.tryFail(tooLarge(most));
            } else {
                bytes.appendBuffer(part);
            }
        });
        request.endHandler(ended -> whole.tryComplete(bytes));
    }

    private static void checkHead(HttpServerRequest request, ApiRoute route) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 9 || Long.parseLong(length) > most(route))) {
            throw tooLarge(most(route));
        }
        if (route.takesBody()) {
            String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
            String came = type == null ? "" : type.toLowerCase(Locale.ROOT).replace(" ", "");
            if (!came.equals("application/json") && !came.equals("application/json;charset=utf-8")) {
                throw TenantryException.field(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type", came, "application/json");
            }
        }
    }

    private static String decoded(Buffer bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw TenantryException.field(ErrorCode.MALFORMED, "body", "other bytes", "UTF-8");
        }
    }

    private static String checked(String body, ApiRoute route) {
        if (!body.isEmpty() && !route.takesBody()) {
            throw TenantryException.invalid("body", body.length() + " characters", "none");
        }
        return body;
    }

    private static int most(ApiRoute route) {
        return route.takes(ApiRoute.Takes.FILES) ? MOST_WITH_FILES : MOST;
    }

    private static TenantryException tooLarge(int most) {
        return TenantryException.field(ErrorCode.TOO_LARGE, "body", "more", "at most " + most + " bytes");
    }

    private static TenantryException slow() {
        return TenantryException.field(
                ErrorCode.MALFORMED, "body", "a part", "all of it within " + PATIENCE.toSeconds() + " s");
    }
}
