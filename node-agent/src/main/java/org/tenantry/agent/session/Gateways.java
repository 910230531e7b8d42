package org.tenantry.agent.session;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tenantry.common.control.Backoff;

/**
 * The gateways that an agent may turn to, one after the other; any of them will do. After each failure it waits longer, and
 * never as long as the next agent does: a hundred agents must not come back in the same moment.
 */
public final class Gateways {
    private final List<URI> addresses;
    private final Backoff backoff;
    private final RandomGenerator random;
    private int next;
    private int failures;

    public Gateways(List<URI> addresses, Backoff backoff, RandomGenerator random) {
        this.addresses = List.copyOf(addresses);
        this.backoff = backoff;
        this.random = random;
    }

    /** The one whose turn it is. */
    public URI next() {
        URI address = addresses.get(next % addresses.size());
        next++;
        return address;
    }

    /** The last one was well for a while. */
    public void succeeded() {
        failures = 0;
    }

    /** Waits before the next one is asked. */
    public void pause() throws InterruptedException {
        failures++;
        Thread.sleep(jittered(backoff.after(failures)));
    }

    private Duration jittered(Duration wait) {
        return Duration.ofNanos((long) (wait.toNanos() * (0.5 + random.nextDouble() / 2)));
    }

    static URI at(URI gateway, String path) {
        String base = gateway.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
