package org.tenantry.gateway.broken.other;

import com.hazelcast.core.HazelcastInstance;
import io.netty.buffer.ByteBuf;
import java.sql.Connection;
import java.util.Optional;

/** Knows what only one package each may know. */
final class Everything {
    Optional<Connection> jdbc = Optional.empty();
    Optional<HazelcastInstance> members = Optional.empty();
    Optional<ByteBuf> bytes = Optional.empty();

    Connection connection() {
        return jdbc.orElseThrow();
    }

    HazelcastInstance member() {
        return members.orElseThrow();
    }

    ByteBuf buffer() {
        return bytes.orElseThrow();
    }
}
