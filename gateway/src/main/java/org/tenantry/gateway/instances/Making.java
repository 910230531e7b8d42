package org.tenantry.gateway.instances;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.tenantry.common.protocol.Ids;

/** What new things are made with. */
public record Making(Ids ids, SecureRandom random, InstantSource clock) {
    public static Making of(SecureRandom random, InstantSource clock) {
        return new Making(new Ids(random), random, clock);
    }
}
