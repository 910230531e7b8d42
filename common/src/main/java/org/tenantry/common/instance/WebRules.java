package org.tenantry.common.instance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.tenantry.common.error.TenantryException;

/**
 * What a template asks of those who use its web service, where that differs from what the gateway asks of everybody. What
 * isn't there is as the gateway's settings have it.
 *
 * @param sticky the name of the cookie by which clients come back to the replica that answered them
 * @param body how many bytes the body of one request may have
 * @param tenant what all clients of the tenant may use together
 * @param client what one address may use of the tenant
 */
public record WebRules(
        Optional<Https> https, Optional<String> sticky, Optional<Long> body, Use tenant, Use client, Waiting hold) {
    /** All as the gateway has it. */
    public static final WebRules NONE = new WebRules(
            Optional.empty(), Optional.empty(), Optional.empty(), Use.AS_USUAL, Use.AS_USUAL, Waiting.AS_USUAL);

    public WebRules {
        body.ifPresent(bytes -> atLeast("body", bytes, 0));
    }

    /** How a route insists on TLS. */
    public enum Https {
        /** Not at all. */
        OFF,
        /** Plain requests are sent to the same place under https. */
        REDIRECT,
        /** And browsers are told to come by https for a year (RFC 6797). */
        HSTS;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How much somebody may use.
     *
     * @param connections open at once
     * @param requests in flight at once
     * @param rate how many requests may begin in a second for long
     * @param burst how many may begin at once after a silence
     * @param bandwidth bytes of bodies a second, each direction by itself; 0 for any number
     */
    public record Use(
            Optional<Integer> connections,
            Optional<Integer> requests,
            Optional<Integer> rate,
            Optional<Integer> burst,
            Optional<Long> bandwidth) {
        /** As the gateway has it. */
        public static final Use AS_USUAL =
                new Use(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Use {
            connections.ifPresent(number -> atLeast("connections", number, 1));
            requests.ifPresent(number -> atLeast("requests", number, 1));
            rate.ifPresent(number -> atLeast("rate", number, 1));
            burst.ifPresent(number -> atLeast("burst", number, 1));
            bandwidth.ifPresent(bytes -> atLeast("bandwidth", bytes, 0));
        }
    }

    /**
     * How requests wait for an instance that is away for a moment.
     *
     * @param requests how many at once
     * @param bytes how many bytes of theirs may have come already
     * @param time how long
     * @param rate how many are let go in a second once it is back
     */
    public record Waiting(
            Optional<Integer> requests, Optional<Long> bytes, Optional<Duration> time, Optional<Integer> rate) {
        /** As the gateway has it. */
        public static final Waiting AS_USUAL =
                new Waiting(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Waiting {
            requests.ifPresent(number -> atLeast("requests", number, 0));
            bytes.ifPresent(number -> atLeast("bytes", number, 0));
            time.ifPresent(longest -> atLeast("time", longest.toMillis(), 0));
            rate.ifPresent(number -> atLeast("rate", number, 1));
        }
    }

    private static void atLeast(String field, long came, long least) {
        if (came < least) {
            throw TenantryException.invalid(field, String.valueOf(came), least + " or more");
        }
    }
}
