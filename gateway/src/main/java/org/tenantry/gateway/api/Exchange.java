package org.tenantry.gateway.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.gateway.access.Caller;
import org.tenantry.gateway.access.Once;
import org.tenantry.gateway.access.Principal;
import org.tenantry.gateway.access.Subject;
import org.tenantry.gateway.paging.PageRequest;

/**
 * One request that was allowed, as handlers see it.
 *
 * @param key what tells that this is a repetition of a request
 * @param subject the thing that it is about, where the route names one
 * @param version the version that the caller expects the subject to have
 */
record Exchange(
        Request request, Principal principal, Optional<Key> key, Optional<Subject> subject, OptionalLong version) {
    private static final int USUAL = 50;

    /** What came, before anybody looked at who sent it. */
    record Request(
            String id,
            String path,
            Map<String, String> parameters,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** An idempotency key, and what tells whether the same request came with it. */
    record Key(String value, String requestHash) {}

    /**
     * Makes a change: the use case gets the caller with whatever it must write beside the change, so that a repetition of
     * this request gets the same answer.
     */
    <T> Answer change(Class<T> type, Function<Caller, T> change, Function<T, Answer> answer) {
        return answer.apply(change.apply(caller(result -> answer.apply(type.cast(result)))));
    }

    /** A change whose answer shows what may not be kept; repetitions get the answer without it. */
    <T> Answer change(Class<T> type, Function<Caller, T> change, Function<T, Answer> answer, Function<T, Answer> kept) {
        return answer.apply(change.apply(caller(result -> kept.apply(type.cast(result)))));
    }

    private Caller caller(Function<Object, Answer> answer) {
        Optional<Once> once = key.map(
                given -> new Once(given.value(), given.requestHash(), result -> Repeats.kept(answer.apply(result))));
        return new Caller(principal.name(), request.id(), once);
    }

    /** The id of the thing that the request is about. */
    String id() {
        return subject.orElseThrow(() -> new IllegalStateException("the route names no subject"))
                .id();
    }

    String parameter(String name) {
        return Optional.ofNullable(request.parameters().get(name))
                .orElseThrow(() -> new IllegalStateException("the route has no parameter " + name));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(request.query().get(name));
    }

    /** A query parameter that is true or false; false where it isn't given. */
    boolean flag(String name) {
        return optionalFlag(name).orElse(false);
    }

    Optional<Boolean> optionalFlag(String name) {
        return query(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw TenantryException.invalid(name, text, "true or false");
        });
    }

    int number(String name, int fallback) {
        return query(name).map(text -> number(name, text)).orElse(fallback);
    }

    Fields body() {
        return Fields.read(request.body());
    }

    PageRequest page() {
        return new PageRequest(query("after"), number("limit", USUAL));
    }

    /** The only tenant whose things a list may show; empty for all. */
    Optional<TenantId> scope() {
        return principal.scope();
    }

    /** This request's path and query with one parameter set. */
    String pathWith(String name, String value) {
        Map<String, String> all = new TreeMap<>(request.query());
        all.put(name, value);
        return request.path() + "?"
                + all.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw TenantryException.invalid(name, text, "a whole number");
        }
    }
}
