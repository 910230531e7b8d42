package org.tenantry.gateway.api;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.tokens.Tokens;

/** What the API reads of a request's head, strictly. */
final class Heads {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");
    private static final Pattern TOKEN = Pattern.compile(Tokens.PREFIX + "[A-Za-z0-9_-]+");
    private static final List<String> KEPT = List.of("idempotency-key", "if-match", "last-event-id");

    private Heads() {}

    /** The caller's request id where it is a plain one. */
    static Optional<String> requestId(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getHeader("X-Request-Id"))
                .filter(id -> REQUEST_ID.matcher(id).matches());
    }

    /** The token (RFC 6750 section 2.1); never from the URL. */
    static Secret bearer(RoutingContext routing) {
        String header = routing.request().getHeader("Authorization");
        if (header == null) {
            throw TenantryException.of(
                    ErrorCode.UNAUTHENTICATED, "no token (expected: a header 'Authorization: Bearer TOKEN')");
        }
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw TenantryException.of(ErrorCode.UNAUTHENTICATED, "Authorization: (expected: Bearer and a token)");
        }
        return Secret.of(header.substring(7).strip());
    }

    static String path(RoutingContext routing) {
        return Optional.ofNullable(routing.request().path()).orElse("/");
    }

    /** The path for a log, without a token that somebody put there. */
    static String pathWithoutTokens(RoutingContext routing) {
        return TOKEN.matcher(path(routing)).replaceAll(Tokens.PREFIX + "…");
    }

    static Exchange.Request request(RoutingContext routing, ApiRoute route, String id, String body) {
        return new Exchange.Request(
                id,
                path(routing),
                Map.copyOf(routing.pathParams()),
                query(routing.queryParams(), route.query()),
                headers(routing.request().headers()),
                body);
    }

    /** The key of a request that is to happen once. */
    static Optional<String> key(Exchange.Request request, ApiRoute route) {
        Optional<String> key = request.header("idempotency-key");
        key.ifPresent(value -> {
            if (!route.takes(ApiRoute.Takes.KEY)) {
                throw TenantryException.invalid("Idempotency-Key", value, "none: this request takes no key");
            }
            if (!KEY.matcher(value).matches()) {
                throw TenantryException.invalid("Idempotency-Key", value, "1 to 128 visible ASCII characters");
            }
        });
        return key;
    }

    /** The version that the caller expects (RFC 9110 section 13.1.1); {@code *} is any. */
    static OptionalLong version(Exchange.Request request, ApiRoute route) {
        Optional<String> header = request.header("if-match").map(String::strip);
        if (header.isEmpty() || (header.get().equals("*") && route.takes(ApiRoute.Takes.VERSION))) {
            return OptionalLong.empty();
        }
        String came = header.get();
        if (!route.takes(ApiRoute.Takes.VERSION)) {
            throw TenantryException.invalid("If-Match", came, "none: this request takes no version");
        }
        var form = VERSION.matcher(came);
        if (!form.matches()) {
            throw TenantryException.invalid("If-Match", came, "one ETag such as \"7\"");
        }
        return OptionalLong.of(Long.parseLong(form.group(1)));
    }

    private static Map<String, String> query(MultiMap came, Set<String> known) {
        Map<String, String> query = new TreeMap<>();
        for (Map.Entry<String, String> one : came) {
            String name = one.getKey();
            if (!known.contains(name)) {
                String expected = known.isEmpty() ? "no query" : "one of " + String.join(", ", new TreeSet<>(known));
                throw TenantryException.field(ErrorCode.UNKNOWN_FIELD, name, "(not shown)", expected);
            }
            if (query.put(name, one.getValue()) != null) {
                throw TenantryException.invalid(name, one.getValue(), "given once");
            }
        }
        return query;
    }

    private static Map<String, String> headers(MultiMap came) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : KEPT) {
            List<String> values = came.getAll(name);
            if (values.size() > 1) {
                throw TenantryException.invalid(name, String.join(", ", values), "given once");
            }
            values.forEach(value -> headers.put(name, value));
        }
        return headers;
    }
}
