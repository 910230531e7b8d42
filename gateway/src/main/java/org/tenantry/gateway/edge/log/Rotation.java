package org.tenantry.gateway.edge.log;

/**
 * When a log begins a new file, and how many former ones are kept: {@code NAME.1} is the last one, the oldest goes.
 *
 * @param bytes how long a file grows; 0 where somebody else looks after that
 */
public record Rotation(long bytes, int kept) {
    /** Somebody else's business. */
    public static final Rotation NONE = new Rotation(0, 1);

    /** Whether so many more bytes belong into a new file. */
    boolean isDue(long size, int more) {
        return bytes > 0 && size > 0 && size + more > bytes;
    }
}
