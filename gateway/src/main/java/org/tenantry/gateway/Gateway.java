package org.tenantry.gateway;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tenantry.common.protocol.Ids;

/**
 * One gateway, put together. The edge comes first and needs nothing but the snapshot of its routes: it serves while
 * everything else still starts, and goes on while anything else is gone.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final GatewaySettings settings;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private final Ids ids = new Ids(random);
    private final InstantSource clock = InstantSource.system();

    private Gateway(GatewaySettings settings) {
        this.settings = settings;
    }
}
