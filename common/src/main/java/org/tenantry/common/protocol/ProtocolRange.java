package org.tenantry.common.protocol;

import java.util.OptionalInt;

/** The versions of the protocol that one side speaks; both ends included. Release N speaks N and N-1. */
public record ProtocolRange(int oldest, int newest) {
    /**
     * What this release speaks. Version 2 adds options of services, files, and volumes that only a path names; an assignment
     * without any of them is one of version 1.
     */
    public static final ProtocolRange SPOKEN = new ProtocolRange(1, 2);

    /** The newest version that both sides speak; empty where there is none. */
    public OptionalInt common(ProtocolRange other) {
        int both = Math.min(newest, other.newest);
        return both >= oldest && both >= other.oldest ? OptionalInt.of(both) : OptionalInt.empty();
    }
}
