package org.tenantry.agent.firewall;

import java.util.Collection;
import org.tenantry.agent.runtime.HeldNetwork;

/**
 * Keeps containers from reaching what is not theirs. Nothing may be started in a network that isn't covered. Calls may block
 * for as long as the machine's packet filter takes.
 */
public interface Firewall extends AutoCloseable {
    /**
     * Makes sure that those networks are covered; those that were before stay so. Quick where all of them are. Throws
     * UNAVAILABLE where the rules can't be set now: then nothing may start in them, and it may be tried again.
     */
    void cover(Collection<HeldNetwork> networks);

    /** That network is gone; its bridge's name comes never back. */
    void forget(HeldNetwork network);

    /** Lets go of it; the rules stay, since containers run on. */
    @Override
    void close();

    /** None: containers reach whatever the machine and the engine let them reach. */
    static Firewall off() {
        return new Firewall() {
            @Override
            public void cover(Collection<HeldNetwork> networks) {}

            @Override
            public void forget(HeldNetwork network) {}

            @Override
            public void close() {}
        };
    }
}
