package org.tenantry.gateway.edge;

import java.time.Duration;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.WebRules;

/**
 * How many requests may wait at this gateway for an instance that is away for a moment.
 *
 * @param requests how many at once
 * @param bytes how many bytes of theirs may have come already
 * @param time how long, from the first of them on: whoever comes later does not wait anew for what did not come back
 * @param perSecond how many are let go in a second once it is back
 */
public record Hold(int requests, long bytes, Duration time, int perSecond) {
    public Hold {
        atLeast("requests", requests, 0);
        atLeast("bytes", bytes, 0);
        atLeast("time", time.toMillis(), 0);
        atLeast("perSecond", perSecond, 1);
    }

    /** 5,000 requests, 64 MiB, 10 s, 500 a second. */
    public static Hold standard() {
        return new Hold(5_000, 64L << 20, Duration.ofSeconds(10), 500);
    }

    /** This, but for what a template asks for. */
    Hold with(WebRules.Waiting own) {
        return new Hold(
                own.requests().orElse(requests),
                own.bytes().orElse(bytes),
                own.time().orElse(time),
                own.rate().orElse(perSecond));
    }

    private static void atLeast(String field, long came, long least) {
        if (came < least) {
            throw TenantryException.invalid(field, String.valueOf(came), least + " or more");
        }
    }
}
