package org.tenantry.gateway.edge.log;

import java.io.Closeable;
import java.io.IOException;

/** Where lines go; confined to one thread. */
@FunctionalInterface
interface LogSink extends Closeable {
    /** Whole lines, from the beginning of these bytes. */
    void write(byte[] bytes, int length) throws IOException;

    /** Goes on in a new file where somebody has moved the one that is written. */
    default void follow() throws IOException {}

    @Override
    default void close() throws IOException {}
}
